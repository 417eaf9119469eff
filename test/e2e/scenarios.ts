import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from '../harness/suite.ts';
import type { OperatorVersion } from '../real/operators.ts';
import { type RealWorld, type RealWorldOptions, startRealWorld } from './real-world.ts';
import { type Tenant, tenantOf } from './tenant.ts';

/** Real milliseconds that a scenario may take: the operator looks every ten seconds, and all scenarios share one. */
const LIMIT_MS = 480_000;

/** Something that a person goes through with a real operator, in a namespace of its own. */
export interface Scenario {
  /** Names the namespace; DNS label. */
  readonly name: string;
  /** What is true, as a sentence. */
  readonly sentence: string;
  readonly run: (world: RealWorld, tenant: Tenant) => Promise<void>;
}

/** Runs the scenarios of one operator all at once, and reports each as a test. */
export function scenarios(
  version: OperatorVersion,
  list: readonly Scenario[],
  before: Omit<RealWorldOptions, 'namespaces'> = {},
): void {
  suite(
    `operator ${version}`,
    (test) => {
      const namespaces = list.map(({ name }) => name);
      const started = startRealWorld(version, { namespaces, ...before });
      const running = list.map(async ({ name, run }) => {
        const world = await started;
        await run(world, tenantOf(world, name));
      });
      // A rejection is reported by its test, which may still be waiting for its turn.
      for (const promise of [started, ...running]) promise.catch(() => undefined);
      for (const [index, { sentence }] of list.entries()) test(sentence, async () => running[index]);
      test('the operator runs to the end, and asks Atlas nothing that the fake does not know', async () => {
        const world = await started;
        const outcomes = await Promise.allSettled(running);
        const { operator, atlas } = world;
        const ended = operator.ended();
        await world.close();
        if (outcomes.some(({ status }) => status === 'rejected')) {
          const path = join(tmpdir(), `operator-${version}.log`);
          writeFileSync(path, operator.log());
          process.stderr.write(`the operator's log: ${path}\n`);
        }
        assert.deepEqual([ended, [...new Set(atlas.unknown())]], [undefined, []]);
      });
    },
    LIMIT_MS,
  );
}
