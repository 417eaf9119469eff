import assert from 'node:assert/strict';
import { gcloudFolder } from '../../src/cloud/gcp/account/gcloud.ts';
import { type System, kubeconfigFiles } from '../../src/kube/config/file/paths.ts';
import { suite } from '../harness/suite.ts';

const windows: System = { windows: true, exists: () => false };
const linux: System = { windows: false, exists: () => false };
const only = (path: string): System => ({ windows: true, exists: (asked: string) => asked === path });

suite('where kubeconfigs are', (test) => {
  test('a list is parted by semicolons on Windows, where a path has a colon, and by colons elsewhere', () => {
    const list = 'C:\\Users\\me\\one;;D:\\two;C:\\Users\\me\\one';
    assert.deepEqual(kubeconfigFiles({ KUBECONFIG: list }, undefined, windows), ['C:\\Users\\me\\one', 'D:\\two']);
    assert.deepEqual(kubeconfigFiles({ KUBECONFIG: '/one::/two:/one' }, undefined, linux), ['/one', '/two']);
    assert.deepEqual(kubeconfigFiles({ KUBECONFIG: '/a;b' }, undefined, linux), ['/a;b']);
  });

  test('a path in quotation marks may have a semicolon on Windows', () => {
    const list = '"C:\\a;b\\config";C:\\c\\config';
    assert.deepEqual(kubeconfigFiles({ KUBECONFIG: list }, undefined, windows), ['C:\\a;b\\config', 'C:\\c\\config']);
  });

  test('forward slashes and UNC paths are paths of Windows too', () => {
    assert.deepEqual(kubeconfigFiles({ KUBECONFIG: 'C:/me/config;\\\\host\\share\\config' }, undefined, windows), [
      'C:\\me\\config',
      '\\\\host\\share\\config',
    ]);
    assert.deepEqual(kubeconfigFiles({}, 'C:/me/config', windows), ['C:\\me\\config']);
  });

  test('on Windows the home folder is the first that has a kubeconfig', () => {
    const env = { HOME: 'H:\\', HOMEDRIVE: 'C:', HOMEPATH: '\\Users\\me', USERPROFILE: 'D:\\me' };
    const files = (system: System, given: NodeJS.ProcessEnv = env) => kubeconfigFiles(given, undefined, system);
    assert.deepEqual(files(only('D:\\me\\.kube\\config')), ['D:\\me\\.kube\\config']);
    assert.deepEqual(files(only('C:\\Users\\me\\.kube\\config')), ['C:\\Users\\me\\.kube\\config']);
    assert.deepEqual(files(windows), ['H:\\.kube\\config']);
    assert.deepEqual(files(windows, { ...env, HOME: '' }), ['D:\\me\\.kube\\config']);
    assert.deepEqual(files(windows, { HOMEDRIVE: 'C:', HOMEPATH: '\\Users\\me' }), ['C:\\Users\\me\\.kube\\config']);
  });

  test('elsewhere it is HOME', () =>
    assert.deepEqual(kubeconfigFiles({ HOME: '/home/me' }, undefined, linux), ['/home/me/.kube/config']));

  test('gcloud keeps what it knows in %APPDATA% on Windows', () => {
    const env = { APPDATA: 'C:\\Users\\me\\AppData\\Roaming', HOME: '/home/me' };
    assert.equal(gcloudFolder(env, true), 'C:\\Users\\me\\AppData\\Roaming\\gcloud');
    assert.equal(gcloudFolder(env, false), '/home/me/.config/gcloud');
  });
});
