/** Each check is broken once: it fails alone, with its code, and holds again when the command that it prints has been run. */
import assert from 'node:assert/strict';
import { runFix } from '../../harness/run-fix.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import { faults } from '../../sandbox/faults/all.ts';
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

async function diagnose(
  world: World,
  name: string,
): Promise<{ readonly checks: readonly Check[]; readonly code: number }> {
  const seen = await world.run(`doctor ${name} -o json`);
  assert.equal(seen.stderr, '');
  const { endpoints } = JSON.parse(seen.stdout) as View;
  const own = endpoints[0]?.categories.flatMap(({ checks }) => checks) ?? [];
  return { checks: own, code: seen.code };
}

const codesOf = (checks: readonly Check[], result: Check['result']): readonly string[] => [
  ...new Set(checks.filter((check) => check.result === result).map(({ code }) => code)),
];

suite('each check is broken once', (test) => {
  for (const fault of faults) {
    const [code = ''] = fault.code.split('-');
    test(fault.code, () => {
      const { options, prepare, name } = healthyWorlds[fault.base];
      return inWorld({ ...options, unpasted: true }, async (world) => {
        await prepare(world);
        fault.break(world);
        const { checks, code: exit } = await diagnose(world, name);
        const told = JSON.stringify(
          checks.filter(({ result }) => result !== 'success'),
          null,
          1,
        );
        const warned = fault.verdict === 'warning';
        assert.deepEqual(codesOf(checks, 'error'), warned ? [] : [code], told);
        assert.deepEqual(codesOf(checks, 'warning'), [...(warned ? [code] : []), ...(fault.beside ?? [])], told);
        assert.equal(exit, warned ? 0 : 1);
        const command = checks.find((check) => check.code === code && check.result !== 'success')?.command;
        assert.ok(command !== undefined || fault.mend !== undefined, 'neither a command nor a person mends it');
        fault.mend?.(world);
        if (command !== undefined && !/^kubectl describe|^kubectl atlas-pe up/.test(command))
          await runFix(world, command);
        const after = await diagnose(world, name);
        assert.ok(
          !after.checks.some(
            (check) => check.code === code && (check.result === 'error' || check.result === 'warning'),
          ),
          `${command}\n${JSON.stringify(
            after.checks.filter(({ result }) => result !== 'success'),
            null,
            1,
          )}`,
        );
      });
    });
  }
});
