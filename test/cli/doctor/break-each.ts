/** Each check is broken once: it fails alone, with its code, and holds again when the command that it prints has been run. */
import assert from 'node:assert/strict';
import { clusterChecks } from '../../../src/core/chain/sides.ts';
import { allChecks } from '../../../src/cli/words/checks/all.ts';
import { runFix } from '../../harness/run-fix.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import type { Fault } from '../../sandbox/faults/fault.ts';
import { healthyWorlds } from './worlds.ts';

interface Check {
  readonly code: string;
  readonly result: 'success' | 'warning' | 'error' | 'unknown';
  readonly description: string;
  readonly object?: string;
  readonly command?: string;
}

interface View {
  readonly success: boolean;
  readonly endpoints: readonly { readonly categories: readonly { readonly checks: readonly Check[] }[] }[];
}

/** What is found of the endpoint that is looked at, the first where an object has several. */
async function diagnose(world: World, name: string): Promise<readonly Check[]> {
  const seen = await world.run(`doctor ${name} -o json`);
  assert.equal(seen.stderr, '');
  const { endpoints } = JSON.parse(seen.stdout) as View;
  const [own = [], ...others] = endpoints.map(({ categories }) => categories.flatMap(({ checks }) => checks));
  const isBroken = [own, ...others].flat().some(({ result }) => result === 'error');
  assert.equal(seen.code, isBroken ? 1 : 0);
  return own;
}

/** What does not hold, each once: `PE310 error`. */
const unsound = (checks: readonly Check[]): readonly string[] =>
  [
    ...new Set(checks.filter(({ result }) => result !== 'success').map(({ code, result }) => `${code} ${result}`)),
  ].sort();

const shownByStatus = clusterChecks(allChecks);

/** `status NAME` says the same of what Kubernetes alone tells, and nothing besides. It may lack other rights (PE101), since it reads less. */
async function compareStatus(world: World, name: string, found: readonly Check[]): Promise<void> {
  // Of a cluster of a kind that has no endpoints, it says so as an error.
  if (found.some(({ code, result }) => code === 'PE130' && result === 'error')) return;
  const seen = await world.run(`status ${name}`);
  assert.deepEqual([seen.stderr, seen.code], ['', 0]);
  const told = seen.stdout.replaceAll(/\s+/g, ' ');
  const expected = found.filter(
    ({ code, result }) => result !== 'success' && code in shownByStatus && code !== 'PE101',
  );
  for (const { code, description, result, command } of expected) {
    // What is unknown, and fixed by what fixes another, is not worth a line.
    const isTwice = expected.some((other) => other.code !== code && other.command === command);
    if (result !== 'unknown' || command === undefined || !isTwice)
      assert.ok(told.includes(description.replaceAll(/\s+/g, ' ')), `${code} ${description}\n${seen.stdout}`);
  }
  assert.equal(/^ [x!?] (?!kubernetes)/m.test(seen.stdout), expected.length > 0, seen.stdout);
}

/** Runs what mends it: everything that was printed and is no look, in its order. */
async function mend(world: World, fault: Fault, printed: readonly string[]): Promise<void> {
  const fixes = printed.filter((command) => !command.startsWith('kubectl describe'));
  assert.ok(fixes.length > 0 || fault.mend !== undefined, 'neither a command nor a person mends it');
  fault.mend?.(world);
  for (const command of fixes) await runFix(world, command);
}

/** Breaks each of some things once, in a healthy world of its own. */
export function breakEach(title: string, faults: readonly Fault[]): void {
  suite(title, (test) => {
    for (const fault of faults) {
      const [code = ''] = fault.code.split('-');
      test(fault.code, () => {
        const { options, prepare, name } = healthyWorlds[fault.base];
        return inWorld({ ...options, unpasted: true }, async (world) => {
          await prepare(world);
          fault.break(world);
          const checks = await diagnose(world, fault.name ?? name);
          const told = JSON.stringify(
            checks.filter(({ result }) => result !== 'success'),
            null,
            1,
          );
          const expected = [`${code} ${fault.verdict ?? 'error'}`, ...(fault.beside ?? [])].sort();
          assert.deepEqual(unsound(checks), expected, told);
          await compareStatus(world, fault.name ?? name, checks);
          const own = checks.filter((check) => check.code === code && check.result !== 'success');
          const printed = own.flatMap(({ command }) => command ?? []);
          await mend(world, fault, printed);
          const after = await diagnose(world, fault.name ?? name);
          const left = unsound(after).filter((found) => found.startsWith(`${code} `));
          assert.deepEqual(left, [], `${printed.join('\n')}\n${JSON.stringify(after, null, 1)}`);
        });
      });
    }
  });
}
