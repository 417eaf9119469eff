/** `npm run words` is read to find what a person stumbles on: what it leaves out is never read. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Sentence, sentencesIn, sentencesOfSource } from '../../build/sentences.ts';
import { cloudFlags } from '../../src/cloud/flags/table.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;
const all = sentencesIn(root);
const byFile = Map.groupBy(all, ({ file }) => file);

function has(text: string, among: readonly Sentence[] = all): boolean {
  return among.some((sentence) => sentence.text.includes(text));
}

/** Three words in a row within quotes, found without a parser; what stands in comments is for whoever changes the source. */
function quoted(source: string): readonly string[] {
  const code = source
    .replaceAll(/\/\*.*?\*\//gs, '')
    .split('\n')
    .filter((line) => !/^\s*\/\/|\/[a-z]*\.(exec|test)\(/.test(line))
    .join('\n');
  return [...code.matchAll(/(['"`])(?:(?!\1|\$\{|\\|\n).)*?([a-z]+ [a-z]+ [a-z]+)(?:(?!\1|\n).)*\1/g)].flatMap(
    ([, , words]) => words ?? [],
  );
}

suite('npm run words', (test) => {
  test('leaves out no file of the sources in which three words stand in quotes', () => {
    const files = globSync('src/**/*.ts', { cwd: root });
    const rooms = new Set<string>();
    for (const file of files)
      for (const words of quoted(readFileSync(`${root}${file}`, 'utf8'))) {
        rooms.add(dirname(file));
        assert.ok(has(words, byFile.get(file)), `${file}: ${words}`);
      }
    for (const room of ['src/cli/words', 'src/cli', 'src/cli/args', 'src/cloud/aws', 'src/kube'])
      assert.ok(rooms.has(room), room);
  });

  test('has every flag, every description of a command and every example', () => {
    for (const { description, examples, flags } of verbs) {
      assert.ok(has(description), description);
      for (const [, meaning] of examples) assert.ok(has(meaning.split('kubectl')[0] ?? ''), meaning);
      for (const flag of Object.values(flags))
        assert.ok(has(flag.description.split(/[:,(]/)[0]?.trim() ?? ''), flag.description);
    }
    for (const { description } of cloudFlags()) assert.ok(has(description.split(',')[0] ?? ''), description);
  });

  test('has every paragraph of README.md and of every page in docs', () => {
    for (const file of ['README.md', ...globSync('docs/**/*.md', { cwd: root })])
      assert.ok((byFile.get(file)?.length ?? 0) > 2, file);
  });

  test('shows where a sentence stands, what it is for, and where a value is put in', () => {
    const source = [
      '// a comment of some words',
      'throw new UserError(`the name ${name} is',
      "taken`, { hint: 'try another one' });",
    ];
    assert.deepEqual(sentencesOfSource('a.ts', source.join('\n')), [
      { file: 'a.ts', line: 2, of: 'UserError', text: 'the name ${…} is\ntaken' },
      { file: 'a.ts', line: 3, of: 'hint', text: 'try another one' },
    ]);
  });
});
