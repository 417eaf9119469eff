import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { parse } from 'dotenv';
import { dotenv, jqJson, variableName } from '../../src/cli/views/secret-formats.ts';
import { suite } from '../harness/suite.ts';

const awkward = {
  password: 'P@@s w$rd%`x`\\n"q"#!',
  username: 'the user',
  connectionStringPrivateSrv: 'mongodb+srv://u:p%40@orders-pe-0.ab1cd.mongodb.net',
};

suite('Secret formats', (test) => {
  test('dotenv reads back every value', () => {
    assert.deepEqual(parse(dotenv(awkward)), {
      PASSWORD: awkward.password,
      USERNAME: awkward.username,
      CONNECTION_STRING_PRIVATE_SRV: awkward.connectionStringPrivateSrv,
    });
  });

  test('a shell that sources the lines reads back every value, also with a single quote in it', () => {
    const value = `it's $HOME "and" \`more\` \\ of & it`;
    const script = `${dotenv({ password: value })}printf %s "$PASSWORD"`;
    assert.equal(execFileSync('sh', ['-c', script], { encoding: 'utf8' }), value);
  });

  test('keys become names of environment variables', () => {
    assert.equal(variableName('connectionStringPrivateSrv1'), 'CONNECTION_STRING_PRIVATE_SRV1');
    assert.equal(variableName('tls.crt'), 'TLS_CRT');
  });

  test('JSON has two spaces and escapes what jq escapes', () => {
    assert.equal(jqJson({ a: 'x\u007f\u0001é"\\/' }), '{\n  "a": "x\\u007f\\u0001é\\"\\\\/"\n}\n');
    assert.equal(jqJson({}), '{}\n');
  });
});
