/**
 * core/ knows neither the command line nor a cloud: its errors carry codes and data, and cli/words makes sentences of them. Messages of
 * `throw new Error(…)` report bugs, and comments may give examples.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;
const files = globSync('src/core/**/*.ts', { cwd: root });

/** A comment, a string of any kind, or a regular expression: whichever begins first. */
const token =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:!&|]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])*\/[dgimsuvy]*/g;

/** The code of a file without its comments, and the contents of its strings other than the messages of bugs. */
function read(text: string): { readonly code: string; readonly strings: readonly string[] } {
  const code = text.replaceAll(token, (found) => (/^\/[/*]/.test(found) ? '' : found));
  const withoutBugs = code.replaceAll(/throw new Error\((?:'[^'\n]*'|`[^`]*`)\)/g, '');
  const strings = [...withoutBugs.matchAll(token)].map(([found]) => found).filter((found) => /^['"`]/.test(found));
  return { code, strings: strings.map((each) => each.slice(1, -1)) };
}

/** What breaks the rule in a file's text. */
function faultsOf(text: string): readonly string[] {
  const { code, strings } = read(text);
  return [
    ...strings.filter((each) => /\S\s+\S/.test(each.replaceAll(/\$\{[^}]*\}/g, ''))).map((each) => `words: ${each}`),
    ...strings.filter((each) => each.includes('--')).map((each) => `flag: ${each}`),
    ...[...code.matchAll(/\b(?:aws|ec2|azure|arm|gcp|google|vpce?|atlas[-_]pe)\b/gi)].map(([name]) => `name: ${name}`),
  ];
}

suite('core', (test) => {
  test('no string of core is a sentence or a flag, and none of its code names a cloud or our command', () => {
    assert.ok(files.length > 10);
    const faults = files.flatMap((file) =>
      faultsOf(readFileSync(`${root}${file}`, 'utf8')).map((fault) => `${file}: ${fault}`),
    );
    assert.deepEqual(faults, []);
  });

  test('what breaks the rule is found, and what does not is left alone', () => {
    for (const [text, faults] of [
      ["const a = 'the endpoint is gone';", ['words: the endpoint is gone']],
      ['const a = `no ${b} there`;', ['words: no ${b} there']],
      ["const a = '--id';", ['flag: --id']],
      ['const a = `--${b}`;', ['flag: --${b}']],
      ["if (cloud === 'AWS') return;", ['name: AWS']],
      ["import { x } from '../cloud/azure/facts.ts';", ['name: azure']],
      ["// it's an AWS endpoint, as in --id\n/** Don't say `kubectl get`. */\nconst a = 'done';", []],
      ["throw new Error('this is a bug');", []],
      ['const a = `${b} ${c}`;', []],
      ['const a = /[a-z"]+ b/.exec(c);', []],
    ] as const)
      assert.deepEqual(faultsOf(text), faults, text);
  });
});
