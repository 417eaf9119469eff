/** What a long wait of `up`, `create` and `link` says of what delays it: a check of the chain, and the operator's warnings. */
import assert from 'node:assert/strict';
import { installOperator } from '../harness/operator-image.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const command = 'create ape/shop-us --project shop --provider AWS --region us-east-1';

/** A cluster with an operator that does nothing. */
function stuck(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ generation: 'v2.15', unpasted: true }, async (world) => {
    installOperator(world, '2.15.0');
    world.deployCluster();
    world.operator.paused = true;
    await body(world);
  });
}

function scaleDown({ kubernetes }: World): void {
  kubernetes.store.edit('deployments', 'mongodb-atlas-system', 'mongodb-atlas-operator', (object) => {
    (object['spec'] as Record<string, unknown>)['replicas'] = 0;
  });
}

const warnings = (stderr: string): readonly string[] =>
  stderr.split('\n').filter((line) => line.startsWith('warning: '));

const scaled =
  'warning: PE110 deployment/mongodb-atlas-operator in namespace mongodb-atlas-system is scaled to zero; to fix it: kubectl patch deployment/mongodb-atlas-operator -n mongodb-atlas-system -p \'{"spec":{"replicas":1}}\'';

suite('a long wait', (test) => {
  test('names the check that explains it, once, with the command that fixes it', () =>
    stuck(async (world) => {
      scaleDown(world);
      const seen = await world.run(`${command} --timeout 10m`);
      assert.equal(seen.code, 124);
      assert.deepEqual(warnings(seen.stderr), [scaled]);
    }));

  test('shows the warning that the operator wrote, and none of somebody else or of before', () =>
    stuck(async (world) => {
      const now = (): string => new Date(world.clock.foreground.now()).toISOString().replace(/\.\d+Z$/, 'Z');
      const event = (name: string, kind: string, message: string, lastTimestamp: string): void =>
        void world.kubernetes.store.create({
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name, namespace: 'default' },
          involvedObject: { kind, name: 'shop-us', namespace: 'default' },
          type: 'Warning',
          reason: 'FailedToCreate',
          message,
          lastTimestamp,
        });
      event('old', 'AtlasPrivateEndpoint', 'of yesterday', '2020-01-01T00:00:00Z');
      let written = false;
      const seen = await world.run(`${command} --timeout 1m`, {
        onOutput() {
          if (written) return;
          written = true;
          event('other', 'AtlasProject', 'of another kind', now());
          event('own', 'AtlasPrivateEndpoint', 'limit of regions reached', now());
        },
      });
      assert.deepEqual(warnings(seen.stderr), [
        'warning: event on ape/shop-us: FailedToCreate: limit of regions reached',
      ]);
    }));

  test('a wait of less than half a minute asks for nothing more, and a longer one for a handful', () =>
    stuck(async (world) => {
      scaleDown(world);
      const count = async (timeout: string): Promise<number> => {
        const before = world.kubernetes.requests().length;
        await world.run(`${command} --timeout ${timeout}`);
        return world.kubernetes.requests().length - before;
      };
      await count('1s');
      const short = await count('20s');
      const long = await count('40s');
      assert.ok(short < long && long - short <= 16, `${short} requests, ${long} with a look`);
    }));

  test('who may not look waits as before', () =>
    stuck(async (world) => {
      scaleDown(world);
      const rules = [{ apiGroups: ['atlas.mongodb.com'], resources: ['*'], verbs: ['*'] }];
      const token = world.kubernetes.addUser('eve', rules);
      const seen = await world.run(`${command} --timeout 1m --token ${token}`);
      assert.equal(seen.code, 124);
      assert.doesNotMatch(seen.stderr, /PE\d|event/);
    }));
});
