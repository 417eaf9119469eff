/** What a long wait of `up`, `create` and `link` says of what delays it: a check of the chain, and the operator's warnings. */
import assert from 'node:assert/strict';
import { installOperator } from '../harness/operator-image.ts';
import { placedInGroup } from '../harness/placement.ts';
import { coreResources, privateEndpointResource } from '../fakes/apiserver/resources.ts';
import { healthyWorlds } from './doctor/worlds.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const secretResource = coreResources.find(({ kind }) => kind === 'Secret') ?? privateEndpointResource;

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

/** A cluster whose endpoint is connected, and whose Secret is gone because the operator is. */
function withoutSecret(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ generation: 'v2.15', unpasted: true }, async (world) => {
    await healthyWorlds.aws.prepare(world);
    world.operator.paused = true;
    world.kubernetes.store.remove(secretResource, 'default', 'shop-orders-app');
    await body(world);
  });
}

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

  test('a cloud that takes its time: what the operator is going to keep waiting is said already', () =>
    inWorld({ generation: 'v2.15', unpasted: true, ec2Delays: { pendingMs: 120_000 } }, async (world) => {
      installOperator(world, '2.15.0');
      world.deployCluster();
      world.addService({ name: 'shop-us' });
      await world.clock.foreground.sleep(60_000);
      scaleDown(world);
      const seen = await world.run(`create ape/shop-us ${placedInGroup(world)} --timeout 1m`);
      assert.match(seen.stderr, /accept/);
      assert.deepEqual(warnings(seen.stderr), [scaled]);
    }));

  test('a Secret that does not come: the check that explains it', () =>
    withoutSecret(async (world) => {
      scaleDown(world);
      const seen = await world.run('up orders --timeout 1m');
      assert.equal(seen.code, 124);
      assert.deepEqual(warnings(seen.stderr), [scaled]);
    }));

  test('a user who may use other clusters only', () =>
    withoutSecret(async (world) => {
      world.kubernetes.store.edit('atlasdatabaseusers', 'default', 'app', (user) => {
        Object.assign(user['spec'] as object, { scopes: [{ type: 'CLUSTER', name: 'billing' }] });
      });
      const seen = await world.run('up orders --timeout 1m');
      assert.deepEqual(warnings(seen.stderr), ['warning: PE511 app may use only other clusters, not ad/orders']);
    }));

  test('and what the operator says of the database user, not of another', () =>
    withoutSecret(async (world) => {
      const now = (): string => new Date(world.clock.foreground.now()).toISOString().replace(/\.\d+Z$/, 'Z');
      let written = false;
      const seen = await world.run('up orders --user app --timeout 1m', {
        onOutput() {
          if (written) return;
          written = true;
          for (const name of ['app', 'stranger'])
            world.kubernetes.store.create({
              apiVersion: 'v1',
              kind: 'Event',
              metadata: { name: `event-${name}`, namespace: 'default' },
              involvedObject: { kind: 'AtlasDatabaseUser', name, namespace: 'default' },
              type: 'Warning',
              reason: 'DatabaseUserInvalidSpec',
              message: `password of ${name} is missing`,
              lastTimestamp: now(),
            });
        },
      });
      assert.deepEqual(warnings(seen.stderr), [
        'warning: event on atlasdatabaseuser/app: DatabaseUserInvalidSpec: password of app is missing',
      ]);
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
