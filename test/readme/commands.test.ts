/** Every command in README.md and in docs/ runs: those of a screen when it is generated (build/docs.ts), all others here. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { parse } from '../../src/cli/args/parse.ts';
import { isComplete, printedCommands } from '../harness/printed-commands.ts';
import { suite } from '../harness/suite.ts';
import { see } from './screens.ts';
import { inPageWorld } from './worlds.ts';

const root = new URL('../../', import.meta.url).pathname;
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root }).sort()];
const fences = /(?<marker><!-- (?:each|world): [a-z]+ -->\n)?^```(?<language>[a-z]*)[^\n]*\n(?<body>.*?)^```$/gms;

/** Commands of other programs, with what runs them. */
const others: readonly (readonly [command: RegExp, ranBy: string])[] = [
  [/^kubectl krew (install|index add) /, 'test/package/installed.ts'],
  [/^npm ci && npm run (build|demo)\b/, '.ci/run'],
  [/^npm run demo -- --play\b/, 'test/sandbox/play.test.ts'],
  [/^install dist\/kubectl-atlas_pe /, 'the shell that copies a file'],
  [/^gcloud iam roles create kubectlAtlasPe /, 'Google alone: the file is that of test/contract'],
];

interface Fence {
  readonly page: string;
  readonly marker: string | undefined;
  readonly language: string;
  readonly body: string;
}

const all = pages.flatMap((page) =>
  [...readFileSync(`${root}${page}`, 'utf8').matchAll(fences)].map(({ groups = {} }): Fence => {
    const { marker, language = '', body = '' } = groups;
    return { page, marker, language, body };
  }),
);

/** The lines of a fence for a shell, with those that a backslash continues, without comments. */
function linesOf(body: string): readonly string[] {
  return body
    .replaceAll(/ \\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^| +)# .*$/, ''))
    .filter((line) => line !== '');
}

const ours = all
  .filter(({ language }) => language === 'sh')
  .flatMap((fence) => linesOf(fence.body).map((line) => ({ ...fence, line })))
  .filter(({ line }) => line.includes('kubectl atlas-pe '));

suite('the pages', (test) => {
  test('have commands, and name the world in which each of them runs', () => {
    assert.ok(ours.length > 25);
    for (const { page, marker, line } of ours) assert.match(marker ?? '', /<!-- each: /, `${page}: ${line}`);
    const firstScreens = all.filter(({ language, marker }) => language === 'console' && marker !== undefined);
    assert.ok(firstScreens.length > 5);
  });

  test('show on a screen only what this program prints', () => {
    for (const { page, body } of all.filter(({ language }) => language === 'console'))
      for (const line of body.match(/^\$ .*/gm) ?? []) assert.match(line, /^\$ kubectl atlas-pe /, page);
  });

  test('show of other programs only what something runs', () => {
    for (const { page, body } of all.filter(({ language }) => language === 'sh'))
      for (const line of linesOf(body))
        if (!line.includes('kubectl atlas-pe '))
          assert.ok(
            others.some(([known]) => known.test(line)),
            `${page}: ${line}`,
          );
  });

  test('name in their sentences only commands that can be read', async () => {
    for (const page of pages)
      for (const [, code = ''] of readFileSync(`${root}${page}`, 'utf8').matchAll(/`(kubectl atlas-pe [^`\n]+)`/g))
        for (const command of printedCommands(code)) if (isComplete(command)) parse(command.argv);
  });

  test('lead to pages that exist', () => {
    for (const page of pages)
      for (const [, link = ''] of readFileSync(`${root}${page}`, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g))
        if (!link.startsWith('http')) readFileSync(new URL(link, new URL(page, `file://${root}`)), 'utf8');
  });

  test('README.md has no more than 200 lines', () =>
    assert.ok(readFileSync(`${root}README.md`, 'utf8').split('\n').length <= 200));
});

suite('a command of the pages', (test) => {
  for (const { page, marker = '', line } of ours)
    test(`${page}: ${line}`, () =>
      inPageWorld(/: ([a-z]+) /.exec(marker)?.[1] ?? '', async (world) => {
        const command = line.slice(line.indexOf('kubectl atlas-pe '));
        const { shown, code } = await see(world, `$ ${command}`);
        assert.equal(code, 0, shown);
      }));
});
