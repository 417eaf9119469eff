import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

const uri = 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pe-0.ab1cd.mongodb.net';
const projectId = '65a1f0c2e4b0a1b2c3d4e5f6';
const announced = (label: string): string =>
  `the operator has not written the string of "${label}" yet, which is available: waiting (--wait=false does not)\n`;
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
      assert.equal((await world.run(`create orders --endpoint ${label} ${placed(world)}`)).code, 0);
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
      if (done || !/^secret +waiting /.test(text)) return;
      done = true;
      change();
    },
  });
}

suite('secret waits for a string that comes by itself', (test) => {
  test('right after link: it says for what, and prints the string when the operator has written it', () =>
    inLinked(['blue'], async (world, publish) => {
      const seen = await once(world, 'secret orders --key connectionStringPrivateSrv', publish);
      assert.equal(
        seen.stderr,
        `${announced('blue')}secret         waiting the string is not in the deployment's status yet
secret         done    secret/shop-orders-app (5s)
`,
      );
      assert.deepEqual([seen.stdout, seen.code], [`${uri}\n`, 0]);
    }));

  test('--wait=false reads what is there; --timeout ends the wait, with 124', () =>
    inLinked(['blue'], async (world) => {
      assert.deepEqual(await world.run('secret orders --wait=false'), { stdout: '', stderr: none, code: 1 });
      const seen = await world.run('secret orders --timeout 1m');
      assert.equal(
        seen.stderr,
        `${announced('blue')}secret         waiting the string is not in the deployment's status yet
error: timed out after 1m waiting for the private connection string in the Secret; last seen: the string is not in the deployment's status yet
hint: nothing is lost; go on with: kubectl atlas-pe secret orders --timeout 1m
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
        const { stderr, code } = await world.run(command);
        assert.deepEqual([/waiting/.test(stderr), code, world.clock.now() - before], [false, 0, 0], command);
      }
      assert.match((await world.run('secret orders --timeout 1m')).stderr, new RegExp(`string of "green" yet`));
    }));

  test('a Secret that lacks nothing costs no request more', () =>
    inLinked(['blue'], async (world, publish) => {
      await once(world, 'secret orders', publish);
      const paths = async (command: string): Promise<readonly string[]> =>
        (await world.run(`${command} -v 6`)).stderr.split('\n').flatMap((line) => /GET \S+/.exec(line) ?? []);
      const hot = await paths('secret orders');
      assert.equal(hot.length, 2);
      assert.deepEqual(hot.toSorted(), (await paths('secret orders --wait=false')).toSorted());
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
      world.kubernetes.store.create({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 'shop-orders-app',
          namespace: 'default',
          labels: { 'atlas.mongodb.com/type': 'credentials', 'atlas.mongodb.com/cluster-name': 'orders' },
        },
        data: { username: Buffer.from('app').toString('base64') },
      });
      assert.deepEqual(await world.run('secret orders'), { stdout: '', stderr: none, code: 1 });
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
      const short = await world.run('secret orders --timeout 15m');
      assert.match(
        short.stderr,
        /^error: secret\/shop-orders-app, .*: the operator reconciles the deployment again within 15 minutes\n/,
      );
      assert.equal(short.code, 1);
      const seen = await once(world, 'secret orders --key connectionStringPrivateSrv', () =>
        world.operator.changed('default', 'orders'),
      );
      assert.match(seen.stderr, /^the operator has not written the string of "vpce-026b4c868ce5d755d" yet/);
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
          'error: --refresh waits for the string, and --wait=false excludes that\nhint: leave one of them out; --timeout limits the wait\n',
        code: 1,
      });
    }));
});
