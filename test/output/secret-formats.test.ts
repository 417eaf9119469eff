import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { parse } from 'dotenv';
import { load } from 'js-yaml';
import { environment, variableName } from '../../src/cli/views/environment.ts';
import { jqJson } from '../../src/cli/views/secret-formats.ts';
import { toYaml } from '../../src/output/format.ts';
import { suite } from '../harness/suite.ts';
import { hostileSecrets, readAsDocker } from './hostile-secrets.ts';

const env = { dialect: 'env', prefix: '' } as const;
const exported = { dialect: 'export', prefix: 'ATLAS_' } as const;

suite('Secret formats', (test) => {
  test('-o env is read alike by dotenv and by docker, for every Secret that it does not refuse', () => {
    let said = 0;
    for (const data of hostileSecrets(14, 1_000)) {
      const { text, unwritable } = environment(data, env);
      if (unwritable.length > 0) continue;
      said += 1;
      const expected = Object.fromEntries(Object.entries(data).map(([key, value]) => [variableName(key), value]));
      assert.deepEqual(readAsDocker(text), expected, JSON.stringify(data));
      assert.deepEqual({ ...parse(text) }, expected, JSON.stringify(data));
    }
    assert.ok(said > 100, `only ${said} were written`);
  });

  test('-o env names what docker and dotenv disagree about, and what no variable can hold', () => {
    for (const [value, reason] of [
      ['a#b', 'it has a #, which dotenv reads as a comment'],
      ['"a"', 'it begins with a quotation mark, which dotenv strips'],
      [' a', 'it begins or ends with a space, which dotenv strips'],
      ['a\r', 'it has a line break'],
      ['a\nb', 'it has a line break'],
      ['a\0b', 'it has a NUL, which no variable can hold'],
      ['a'.repeat(65_536), 'it is longer than docker reads'],
    ] as const)
      assert.deepEqual(environment({ password: value }, env).unwritable, [{ key: 'password', reason }]);
    assert.deepEqual(environment({ 'a.b': '1', 'a-b': '2', '1': '3' }, env).unwritable, [
      { key: '1', reason: '1 is not a valid variable name' },
      { key: 'a.b', reason: 'it is A_B just as a-b' },
      { key: 'a-b', reason: 'it is A_B just as a.b' },
    ]);
  });

  test('-o export is read back by a shell, whatever is in the value', () => {
    const value = `it's $HOME "and" \`more\` \\\\ of & it\r\n\\'`;
    const script = `${environment({ password: value }, exported).text}printf '%s|' "$ATLAS_PASSWORD"`;
    assert.equal(execFileSync('sh', ['-c', script], { encoding: 'utf8' }), `${value}|`);
  });

  test("-o export never sets a variable of the shell's own; a prefix makes it another", () => {
    const data = { username: 'u', uid: '0', path: '/', password: 'p' };
    const { text, ofShell } = environment(data, { ...exported, prefix: '' });
    assert.equal(text, "export PASSWORD='p'\n");
    assert.deepEqual(
      ofShell,
      [
        { key: 'username', value: 'u', variable: 'USERNAME' },
        { key: 'uid', value: '0', variable: 'UID' },
        { key: 'path', value: '/', variable: 'PATH' },
      ].map(({ key, variable }) => ({ key, variable })),
    );
    assert.equal(environment(data, exported).text.split('\n').length, 5);
    assert.deepEqual(environment({ ername: 'x' }, { ...exported, prefix: 'US' }).ofShell.length, 1);
  });

  test('keys become names of environment variables', () => {
    assert.equal(variableName('connectionStringPrivateSrv1'), 'CONNECTION_STRING_PRIVATE_SRV1');
    assert.equal(variableName('tls.crt', 'X_'), 'X_TLS_CRT');
  });

  test('YAML quotes what another reader of YAML takes for a number, a truth or nothing', async () => {
    const values = [
      '0X1F2A',
      '0b1_0',
      '1_0',
      'y',
      'On',
      '~',
      '',
      '0o7',
      '.5',
      '5.',
      '=',
      '<<',
      '10.20.1.4',
      'a\u0085b',
    ];
    const text = await toYaml(values);
    assert.equal(
      text,
      "- '0X1F2A'\n- '0b1_0'\n- '1_0'\n- 'y'\n- 'On'\n- '~'\n- ''\n- '0o7'\n- '.5'\n- '5.'\n- '='\n- '<<'\n- 10.20.1.4\n- \"a\\Nb\"\n",
    );
    for (const data of hostileSecrets(15, 1_000)) assert.deepEqual(load(await toYaml(data)), data);
  });

  test('JSON has two spaces and escapes what jq escapes', () => {
    assert.equal(jqJson({ a: 'x\u007f\u0001é"\\/' }), '{\n  "a": "x\\u007f\\u0001é\\"\\\\/"\n}\n');
    assert.equal(jqJson({}), '{}\n');
  });
});
