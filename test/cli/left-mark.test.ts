import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import type { Fault } from '../harness/gate.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const refresh = 'secret orders --refresh --key connectionStringPrivateSrv';
const marks = ['kubectl-atlas-pe/refreshed-at', 'mongodb.com/atlas-reconciliation-policy'];

/** The PATCHes of the deployment that a command sends, each with what becomes of it. */
interface Line {
  fault: (nth: number) => Fault | undefined;
  patches: number;
}

function status(status: number, reason: string): Fault {
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason, message: 'not now' };
  return { kind: 'answer', status, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** A cluster with an endpoint that is available, a Secret of the time before, and an operator that looks when told not to skip. */
async function inLinked(body: (world: World, line: Line) => Promise<void>): Promise<void> {
  const line: Line = { fault: () => undefined, patches: 0 };
  const gate = (api: string, { method, url = '' }: IncomingMessage): Fault | undefined => {
    if (api !== 'kubernetes' || method !== 'PATCH' || !url.includes('/atlasdeployments/')) return undefined;
    line.patches += 1;
    return line.fault(line.patches);
  };
  await inWorld({ generation: 'v2.15', gate }, async (world) => {
    world.deployCluster();
    world.addService();
    await world.run(`create shop-us ${placedInGroup(world)}`);
    await world.run('link shop-us');
    await body(world, line);
  });
}

function annotations({ kubernetes }: World): readonly string[] {
  const { metadata } = kubernetes.store.get('atlasdeployments', 'default', 'orders') ?? { metadata: {} };
  return Object.keys((metadata as { annotations?: object }).annotations ?? {}).sort();
}

const passing: Readonly<Record<string, Fault>> = {
  429: status(429, 'TooManyRequests'),
  500: status(500, 'InternalError'),
  503: status(503, 'ServiceUnavailable'),
  'a connection that breaks': { kind: 'drop' },
  'a lost answer': { kind: 'lost' },
};

suite('the annotation of --refresh', (test) => {
  for (const [name, fault] of Object.entries(passing)) {
    for (const nth of [1, 2]) {
      test(`is taken off again after ${name} at PATCH ${nth}`, () =>
        inLinked(async (world, line) => {
          line.fault = (patch) => (patch === nth ? fault : undefined);
          const seen = await world.run(refresh);
          assert.match(seen.stdout, /^mongodb\+srv:/);
          assert.deepEqual([seen.code, annotations(world)], [0, []]);
        }));
    }
  }

  test('is tried to be taken off until --timeout; then the error says what is left, and how to take it off', () =>
    inLinked(async (world, line) => {
      line.fault = (patch) => (patch === 1 ? undefined : passing['503']);
      const seen = await world.run(`${refresh} --timeout 4m`);
      assert.match(
        seen.stderr,
        /^error: (timed out after 4m waiting for the private connection string in the Secret; last seen: nothing yet|atlasdeployment\/orders may still have)/m,
      );
      assert.match(
        seen.stderr,
        /^warning: atlasdeployment\/orders may still have the annotation mongodb\.com\/atlas-reconciliation-policy, which --refresh set: the operator ignores the deployment until the annotation is removed: .*\nhint: remove it with: kubectl annotate atlasdeployment orders -n default mongodb\.com\/atlas-reconciliation-policy- kubectl-atlas-pe\/refreshed-at-$/m,
      );
      assert.deepEqual([seen.code, annotations(world)], [124, marks]);
    }));

  test('is left, and that is said, where the credentials expire in between', () =>
    inLinked(async (world, line) => {
      line.fault = (patch) => (patch === 1 ? undefined : status(401, 'Unauthorized'));
      const seen = await world.run(refresh);
      assert.match(
        seen.stderr,
        /^error: atlasdeployment\/orders may still have the annotation .*: You must be logged in/m,
      );
      assert.equal(seen.code, 1);
      line.fault = () => undefined;
      assert.match((await world.run(refresh)).stdout, /^mongodb\+srv:/);
      assert.deepEqual(annotations(world), []);
    }));

  test('is taken off although Ctrl-C comes in between', () =>
    inLinked(async (world, line) => {
      line.fault = (patch) => (patch === 2 ? passing['429'] : undefined);
      const seen = await world.run(refresh, { stopWhen: () => line.patches === 1, stopAt: /--refresh sets/ });
      assert.equal(seen.code, 130);
      assert.deepEqual(annotations(world), []);
    }));

  test('that a killed run has left is taken off by every command that reads the deployment', () =>
    inLinked(async (world) => {
      await world.run(refresh);
      for (const command of ['status', 'secret orders', 'up shop-us']) {
        world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
          (object['metadata'] as Record<string, unknown>)['annotations'] = {
            [marks[0] ?? '']: 'then',
            [marks[1] ?? '']: 'skip',
            keep: 'this',
          };
        });
        const seen = await world.run(command);
        assert.match(
          seen.stderr,
          /^warning: atlasdeployment\/orders was left unattended by an interrupted --refresh; the operator looks at it again now$/m,
          command,
        );
        assert.deepEqual([seen.code, annotations(world)], [0, ['keep']], command);
      }
    }));

  test('that a killed run has left is named with the command that takes it off, where that is not allowed or not to be done', () =>
    inLinked(async (world, line) => {
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        (object['metadata'] as Record<string, unknown>)['annotations'] = {
          [marks[0] ?? '']: 'then',
          [marks[1] ?? '']: 'skip',
        };
      });
      line.fault = () => status(403, 'Forbidden');
      const seen = await world.run('status');
      assert.match(
        seen.stderr,
        /^warning: atlasdeployment\/orders may still have .*\nhint: remove it with: kubectl annotate /m,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(annotations(world), marks);
    }));

  test('is left alone where somebody set it who did not want the operator to look', () =>
    inLinked(async (world, line) => {
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        (object['metadata'] as Record<string, unknown>)['annotations'] = { [marks[1] ?? '']: 'skip' };
      });
      assert.equal((await world.run('status')).stderr.includes('unattended'), false);
      assert.deepEqual([annotations(world), line.patches], [[marks[1]], 0]);
    }));

  test('that is gone when it is to be taken off is no error', () =>
    inLinked(async (world, line) => {
      line.fault = (patch) => {
        if (patch === 2)
          world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
            delete (object['metadata'] as Record<string, unknown>)['annotations'];
          });
        return undefined;
      };
      const seen = await world.run(refresh);
      assert.deepEqual([seen.code, annotations(world)], [0, []], seen.stderr);
    }));
});
