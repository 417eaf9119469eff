import assert from 'node:assert/strict';
import { normalizeArgv, shellQuote } from '../../src/cli/argv.ts';
import { suite } from '../harness/suite.ts';

suite('argv', (test) => {
  test("pflag's attached short values are read", () => {
    assert.deepEqual(normalizeArgv(['-ojson', '-nfoo', '-o=yaml']), ['-o=json', '-n=foo', '-o=yaml']);
  });

  test('short switches stand together, also before a flag with a value', () => {
    assert.deepEqual(normalizeArgv(['-Aojson', '-Aw', '-Awojson']), [
      '-A',
      '-o=json',
      '-A',
      '-w',
      '-A',
      '-w',
      '-o=json',
    ]);
  });

  test('a value in a word of its own, long flags and names stay as they are', () => {
    const argv = ['-n', 'foo', '--output=json', 'orders', '-', '-v', '6'];
    assert.deepEqual(normalizeArgv(argv), argv);
  });

  test('an unknown short flag is left for the error message', () => {
    assert.deepEqual(normalizeArgv(['-xyz']), ['-xyz']);
  });

  test('nothing after -- is touched', () => {
    assert.deepEqual(normalizeArgv(['-ojson', '--', '-ojson']), ['-o=json', '--', '-ojson']);
  });

  test('a word is quoted as a shell reads it back', () => {
    assert.equal(shellQuote('vpc-0a=1,b'), 'vpc-0a=1,b');
    assert.equal(shellQuote("it's a tag"), `'it'\\''s a tag'`);
    assert.equal(shellQuote(''), "''");
  });
});
