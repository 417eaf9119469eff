import assert from 'node:assert/strict';
import { type ColorMode, Style } from '../../src/output/style.ts';
import { suite } from '../harness/suite.ts';

const terminal = { write: () => true, isTTY: true, columns: 80 };
const pipe = { write: () => true };
const utf8 = { LANG: 'en_US.UTF-8', TERM: 'xterm' };
const green = (text: string): string => `\u001b[32m${text}\u001b[39m`;

suite('style', (test) => {
  for (const [when, stream, env, mode, colored] of [
    ['a terminal', terminal, utf8, 'auto', true],
    ['a pipe', pipe, utf8, 'auto', false],
    ['a pipe, asked for always', pipe, utf8, 'always', true],
    ['a terminal, asked for never', terminal, utf8, 'never', false],
    ['NO_COLOR', terminal, { ...utf8, NO_COLOR: '1' }, 'auto', false],
    ['NO_COLOR without a value, as kubectl reads it', terminal, { ...utf8, NO_COLOR: '' }, 'auto', false],
    ['NO_COLOR, asked for always', terminal, { ...utf8, NO_COLOR: '1' }, 'always', true],
    ['a dumb terminal', terminal, { ...utf8, TERM: 'dumb' }, 'auto', false],
  ] as const satisfies readonly (readonly [string, object, object, ColorMode, boolean])[]) {
    test(`${when}: ${colored ? 'colors' : 'no colors'}`, () => {
      const style = new Style(stream, env, mode);
      assert.equal(style.paint('good', 'yes'), colored ? green('yes') : 'yes');
      assert.equal(style.sign('holds'), colored ? green('✓') : '✓');
      assert.equal(style.paint('good', ''), '');
    });
  }

  for (const [env, sign] of [
    [{}, '+'],
    [{ LANG: 'C' }, '+'],
    [{ LANG: 'de_DE.utf8' }, '✓'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, '+'],
    [{ LANG: 'C', LC_ALL: '', LC_CTYPE: 'C.UTF-8' }, '✓'],
    [{ OS: 'Windows_NT' }, '✓'],
  ] as const)
    test(`signs with ${JSON.stringify(env)}`, () => {
      const style = new Style(pipe, env, 'auto');
      assert.equal(style.sign('holds'), sign);
      assert.equal(style.cut('abcdef', 5), sign === '+' ? 'ab...' : 'abcd…');
      assert.equal(style.cut('abcde', 5), 'abcde');
    });

  test('only a terminal has a width', () => {
    assert.equal(new Style(terminal, utf8, 'never').width, 80);
    assert.equal(new Style({ ...pipe, columns: 80 }, utf8, 'never').width, undefined);
  });
});
