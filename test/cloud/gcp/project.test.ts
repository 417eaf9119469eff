import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultProject } from '../../../src/cloud/gcp/account/gcloud.ts';
import { suite } from '../../harness/suite.ts';

/** A folder of gcloud's with two configurations. @param active the one that was activated; none where nobody ever did */
function gcloudFolder(active?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  mkdirSync(join(folder, 'configurations'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write(
    'configurations/config_default',
    '[core]\naccount = a@example.com\nproject = shop-prod\n\n[compute]\nproject = wrong\n',
  );
  write('configurations/config_stage', '[compute]\nregion = europe-west1\n[core]\nproject=shop-staging\n');
  write('configurations/config_empty', '[core]\naccount = a@example.com\n[billing]\nproject = wrong\n');
  if (active !== undefined) write('active_config', active);
  return folder;
}

suite('the project that nobody names', (test) => {
  test('is what gcloud was set to, in the configuration that is active', () => {
    assert.equal(defaultProject({ CLOUDSDK_CONFIG: gcloudFolder() }), 'shop-prod');
    assert.equal(defaultProject({ CLOUDSDK_CONFIG: gcloudFolder('stage\n') }), 'shop-staging');
    assert.equal(
      defaultProject({ CLOUDSDK_CONFIG: gcloudFolder('stage'), CLOUDSDK_ACTIVE_CONFIG_NAME: 'default' }),
      'shop-prod',
    );
    assert.equal(defaultProject({ CLOUDSDK_CONFIG: gcloudFolder('empty') }), undefined);
    assert.equal(defaultProject({ CLOUDSDK_CONFIG: '/nowhere' }), undefined);
  });

  test('is before that what a variable or the key of a service account says', () => {
    const folder = gcloudFolder();
    const key = join(folder, 'key.json');
    writeFileSync(key, JSON.stringify({ type: 'service_account', project_id: 'of-the-key' }));
    const env = { CLOUDSDK_CONFIG: folder, GOOGLE_APPLICATION_CREDENTIALS: key };
    assert.equal(defaultProject(env), 'of-the-key');
    assert.equal(defaultProject({ ...env, CLOUDSDK_CORE_PROJECT: 'named' }), 'named');
    assert.equal(defaultProject({ ...env, GOOGLE_CLOUD_PROJECT: '' }), 'of-the-key');
  });
});
