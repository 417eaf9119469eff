/**
 * Real kubectl's jsonpath on the expressions of test/output/jsonpath/expressions.txt: what is recorded there, and compared in
 * `npm test`, is what kubectl says today. With --record it is written down anew. Needs kubectl, and fails without it. Ends with a
 * line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { check, finish, kubectl } from './oracle.ts';

const folder = new URL('../output/jsonpath/', import.meta.url).pathname;
const expressions = readFileSync(`${folder}expressions.txt`, 'utf8').trimEnd().split('\n');

/** What kubectl prints, or the first line of what it complains of. */
async function ask(expression: string): Promise<readonly [expression: string, printed: string, error: string]> {
  // A local annotation that is there already: the shortest way to kubectl's printer without a server.
  const argv = [
    'annotate',
    '--local',
    '--overwrite',
    '-f',
    `${folder}data.json`,
    'oracle=1',
    '-o',
    `jsonpath=${expression}`,
  ];
  const { stdout, stderr } = await kubectl(argv, { KUBECONFIG: '/dev/null' });
  const error = stderr.split('. Printing more information')[0]?.split('\n')[0] ?? '';
  return [expression, stdout, error.replace(/^error: /, '')];
}

const asked: (readonly [string, string, string])[] = [];
const queue = [...expressions.entries()];
await Promise.all(
  Array.from({ length: 3 }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) asked[next[0]] = await ask(next[1]);
  }),
);
if (process.argv.includes('--record'))
  writeFileSync(`${folder}recorded.json`, `${JSON.stringify(asked, undefined, 1)}\n`);
const recorded = JSON.parse(readFileSync(`${folder}recorded.json`, 'utf8')) as typeof asked;
/** Go walks the members of a map in any order: only what is in it can be compared. */
function inAnyOrder([name, printed, error]: readonly [string, string, string]): unknown[] {
  return [name, Array.from(printed).sort().join(''), error];
}

for (const [index, expression] of expressions.entries()) {
  await check(`jsonpath ${expression}`, async () => {
    const [now, then] = [asked[index], recorded[index]];
    assert.ok(now !== undefined && then !== undefined);
    assert.deepEqual(inAnyOrder(now), inAnyOrder(then));
  });
}
finish();
