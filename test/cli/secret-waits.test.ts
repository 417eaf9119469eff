import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';
import { secretOf } from '../sandbox/two-projects.ts';

const uri = 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pe-0.ab1cd.mongodb.net';
const projectId = '65a1f0c2e4b0a1b2c3d4e5f6';
const announced = (label: string): string =>
  `waiting until the operator writes the string of "${label}", which is available\n`;
const later = (label: string, typed: string): string =>
  `secret/shop-orders-app does not hold the string of "${label}" yet; the operator writes it by itself\nhint: wait for it with: kubectl atlas-pe ${typed} --wait\n`;
const none =
  'error: secret/shop-orders-app in namespace default contains no private connection string\nhint: the operator writes it when it next reconciles the deployment; check with: kubectl atlas-pe status\n';

/** Endpoints of a serverless deployment that are linked; Atlas keeps the strings of the last one back until it is told. */
async function inLinked(
  labels: readonly string[],
  body: (world: World, publish: () => void) => Promise<void>,
): Promise<void> {
  await inWorld({ generation: 'v2.11' }, async (world) => {
    world.deploy();
    const instance = world.operator.instance('orders');
    const all = instance.strings.bind(instance);
    instance.strings = () => all().slice(0, labels.length - 1);
    for (const label of labels) {
      assert.equal((await world.run(`create orders --endpoint ${label} --yes ${placed(world)}`)).code, 0);
      assert.equal((await world.run(`link orders --endpoint ${label}`)).code, 0);
    }
    await body(world, () => {
      instance.strings = all;
      world.operator.changed('default', 'orders');
    });
  });
}

/** Runs a command, and changes the world as soon as it says that it waits. */
async function once(world: World, command: string, change: () => void): Promise<Seen> {
  let done = false;
  return world.run(command, {
    onOutput: (text) => {
      if (done || !/^ \* (?:\d\/\d )?secret +\d\S* +/.test(text)) return;
      done = true;
      change();
    },
  });
}

suite('secret reads, and waits where it is asked to', (test) => {
  test('right after link: it says for what, and prints the string when the operator has written it', () =>
    inLinked(['blue'], async (world, publish) => {
      const seen = await once(world, 'secret orders --wait --key connectionStringPrivateSrv', publish);
      assert.equal(
        seen.stderr,
        `${announced('blue')} * secret         0s  the string is not in the deployment's status yet
 + secret         5s  secret/shop-orders-app
`,
      );
      assert.deepEqual([seen.stdout, seen.code], [`${uri}\n`, 0]);
    }));

  test('what is missing is said at once, with the command that waits', () =>
    inLinked(['blue'], async (world) => {
      const before = world.clock.now();
      for (const typed of [
        'secret orders',
        'secret orders -o env',
        'secret orders --endpoint blue -o pod-env',
        'secret orders --key connectionStringPrivateSrv',
      ]) {
        const stderr = `error: ${later('blue', typed)}`;
        assert.deepEqual(await world.run(typed), { stdout: '', stderr, code: 1 }, typed);
      }
      const stderr = `error: ${later('blue', 'secret orders')}`;
      assert.deepEqual(await world.run('secret orders --wait=false'), { stdout: '', stderr, code: 1 });
      assert.equal(world.clock.now(), before);
    }));

  test('what is there is printed, and what is missing beside it is said', () =>
    inLinked(['blue', 'green'], async (world) => {
      const before = world.clock.now();
      const seen = await world.run('secret orders');
      assert.match(seen.stdout, /^connectionStringPrivateSrv +blue +mongodb/m);
      assert.ok(seen.stderr.endsWith(`warning: ${later('green', 'secret orders')}`), seen.stderr);
      assert.deepEqual([seen.code, world.clock.now()], [0, before]);
    }));

  test('a Secret that is not there yet is missed at once, with the command that waits for it', () =>
    inLinked(['blue'], async (world, publish) => {
      publish();
      const ofCluster = (cluster: string): void =>
        world.kubernetes.store.edit('secrets', 'default', 'shop-orders-app', (object) => {
          const { labels } = object['metadata'] as { labels: Record<string, string> };
          labels['atlas.mongodb.com/cluster-name'] = cluster;
        });
      await world.operator.settled();
      ofCluster('another');
      const read = await world.run('secret orders');
      assert.match(
        read.stderr,
        /^error: no connection Secret of atlasdeployment\/orders was found .*; wait for it with: kubectl atlas-pe secret orders --wait\n$/s,
      );
      assert.deepEqual([read.stdout, read.code], ['', 1]);
      const seen = await once(world, 'secret orders --wait', () => ofCluster('orders'));
      assert.match(seen.stderr, /^ \* (?:\d\/\d )?secret +\d\S* +no connection Secret of atlasdeployment\/orders/);
      assert.deepEqual([seen.code, /^connectionStringPrivateSrv +blue/m.test(seen.stdout)], [0, true]);
    }));

  test('--timeout ends the wait, with 124', () =>
    inLinked(['blue'], async (world) => {
      const seen = await world.run('secret orders --wait --timeout 1m');
      assert.equal(
        seen.stderr,
        `${announced('blue')} * secret         0s  the string is not in the deployment's status yet
error: timed out after 1m waiting for the private connection string in the Secret; last seen: the string is not in the deployment's status yet
hint: safe to resume with: kubectl atlas-pe secret orders --wait --timeout 1m
`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 124]);
    }));

  test('what is wanted and is there is not waited for, though another string is missing', () =>
    inLinked(['blue', 'green'], async (world) => {
      for (const command of [
        'secret orders --key connectionStringPrivateSrv',
        'secret orders --key username',
        'secret orders --endpoint blue -o pod-env',
        'secret orders -o name',
      ]) {
        const before = world.clock.now();
        const { stderr, code } = await world.run(`${command} --wait`);
        assert.deepEqual([/waiting/.test(stderr), code, world.clock.now() - before], [false, 0, 0], command);
      }
      assert.match(
        (await world.run('secret orders --wait --timeout 1m')).stderr,
        new RegExp(`writes the string of "green"`),
      );
    }));

  test('a Secret that lacks nothing costs no request more', () =>
    inLinked(['blue'], async (world, publish) => {
      await once(world, 'secret orders --wait', publish);
      const paths = async (command: string): Promise<readonly string[]> =>
        (await world.run(`${command} -v 6`)).stderr.split('\n').flatMap((line) => /GET \S+/.exec(line) ?? []);
      const hot = await paths('secret orders');
      // The Secrets, the deployment, and the AtlasProject that has the id of the deployment's project.
      assert.equal(hot.length, 3);
      assert.deepEqual(hot.toSorted(), (await paths('secret orders --wait')).toSorted());
    }));

  test('an operator from 2.12 on never writes it: nothing is waited for', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'blue', cloudProviderEndpointID: 'vpce-0123456789abcdef0' }] });
      world.kubernetes.store.edit(
        'atlasdeployments',
        'default',
        'orders',
        (object) => {
          object['status'] = { serverlessPrivateEndpoints: [{ name: 'blue', status: 'AVAILABLE' }] };
        },
        'status',
      );
      const secret = { name: 'shop-orders-app', cluster: 'orders', projectId, hosts: [] };
      world.kubernetes.store.create(secretOf(secret));
      for (const typed of ['secret orders', 'secret orders --wait'])
        assert.deepEqual(await world.run(typed), { stdout: '', stderr: none, code: 1 }, typed);
    }));

  test('a dedicated cluster with an externalProjectRef is looked at every 15 minutes: waited for where there is time', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.operator.projects.set(projectId, world.operator.project());
      world.deployCluster();
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        (object['spec'] as Record<string, unknown>)['externalProjectRef'] = { id: projectId };
      });
      world.addService();
      await world.run(`create shop-us ${placed(world)}`);
      await world.run('link shop-us');
      const read = await world.run('secret orders');
      assert.match(
        read.stderr,
        /^error: secret\/shop-orders-app, .*: the operator reconciles the deployment again within 15 minutes\nhint: wait for it with: kubectl atlas-pe secret orders --wait\n {2}or make the operator write it now with: kubectl atlas-pe secret ad\/orders -n default --refresh\n$/,
      );
      assert.deepEqual([read.stdout, read.code], ['', 1]);
      const short = await world.run('secret orders --wait --timeout 15m');
      assert.match(
        short.stderr,
        /^error: secret\/shop-orders-app, .*: the operator reconciles the deployment again within 15 minutes\n/,
      );
      assert.equal(short.code, 1);
      const seen = await once(world, 'secret orders --wait --key connectionStringPrivateSrv', () =>
        world.operator.changed('default', 'orders'),
      );
      assert.match(seen.stderr, /^waiting until the operator writes the string of "shop-us", which is available$/m);
      assert.deepEqual(
        [seen.stdout, seen.code],
        ['mongodb+srv://app:p%40ss%3Aword%2F1@orders-pl-0.ab1cd.mongodb.net\n', 0],
      );
    }));

  test('--refresh cannot go without waiting', () =>
    inWorld({}, async (world) => {
      assert.deepEqual(await world.run('secret orders --refresh --wait=false'), {
        stdout: '',
        stderr:
          'error: --refresh waits for the string, so it cannot be combined with --wait=false\nhint: omit one of them; --timeout limits the wait\n',
        code: 1,
      });
    }));
});
