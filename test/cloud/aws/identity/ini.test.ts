import assert from 'node:assert/strict';
import { IniError, nestedSettings, parseIni } from '../../../../src/cloud/aws/account/identity/ini.ts';
import { suite } from '../../../harness/suite.ts';

/** The sections as plain objects. */
function parsed(text: string): Record<string, Record<string, string>> {
  return Object.fromEntries([...parseIni(text)].map(([name, settings]) => [name, Object.fromEntries(settings)]));
}

suite('the AWS files are read as Python reads them', (test) => {
  test('sections, settings, blanks around both', () =>
    assert.deepEqual(parsed('[a]\n x = 1 \ny=2=3\r\n[profile "b c"]\nz : 4:5\n[empty]\n'), {
      a: { x: '1', y: '2=3' },
      'profile "b c"': { z: '4:5' },
      empty: {},
    }));

  test('names in any capitals, values as they are', () =>
    assert.deepEqual(parsed('[A]\nAWS_Access_Key_ID = AkI\n'), { A: { aws_access_key_id: 'AkI' } }));

  test('a comment has a line of its own; behind a value it is part of it', () =>
    assert.deepEqual(parsed('# x\n[a]\n; y = 1\nx = 1 # 2\n  # within\n  3\n'), { a: { x: '1 # 2\n3' } }));

  test('an indented line goes on with the value, one that is not does not', () =>
    assert.deepEqual(parsed('[a]\nec2 =\n  endpoint_url = http://x\n\n  more = 2\nnext = 3\n'), {
      a: { ec2: '\nendpoint_url = http://x\n\nmore = 2', next: '3' },
    }));

  test('a value may be nothing', () => assert.deepEqual(parsed('[a]\nx =\ny = 1\n'), { a: { x: '', y: '1' } }));

  test('[DEFAULT] is for all sections', () =>
    assert.deepEqual(parsed('[a]\nx = 1\n[DEFAULT]\nx = 2\ny = 3\n'), { a: { x: '1', y: '3' } }));

  for (const [text, message] of [
    ['[a]\nx = 1\n[a]\n', 'line 3: the section is defined twice'],
    ['[a]\nx = 1\nX = secret\n', 'line 3: the setting is defined twice'],
    ['x = secret\n', 'line 1: the setting is outside any section'],
    ['[a]\nsecret\n', 'line 2: it is neither a section nor a setting'],
    ['[a]\n= secret\n', 'line 2: it is neither a section nor a setting'],
  ] as const)
    test(`refused without its text: ${message}`, () =>
      assert.throws(
        () => parseIni(text),
        (error) => error instanceof IniError && error.message === message,
      ));

  test('the settings below a setting', () =>
    assert.deepEqual(Object.fromEntries(nestedSettings('\nendpoint_url = http://x/?a=b\n\n more=2')), {
      endpoint_url: 'http://x/?a=b',
      more: '2',
    }));
});
