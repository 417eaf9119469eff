import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { dedicatedOf, secretOf, serviceOf, stagingId } from '../sandbox/two-projects.ts';

const [vpceA, vpceB] = ['vpce-0aaaaaaaaaaaaaaaa', 'vpce-0bbbbbbbbbbbbbbbb'];
const [hostA, hostB] = ['cluster0-pl-0.aaaaa.mongodb.net', 'cluster0-pl-1.aaaaa.mongodb.net'];
const peer = 'cluster0-pri.aaaaa.mongodb.net';

/** A cluster with an endpoint, a peering, and the Secrets of two database users, of which one lacks the endpoint's string. */
async function inPlace(hosts: readonly string[], body: (world: World) => Promise<void>): Promise<void> {
  await inWorld({ empty: true, generation: 'v2.15' }, async (world) => {
    world.operator.paused = true;
    const { store } = world.kubernetes;
    const cluster = dedicatedOf({ name: 'orders', project: stagingId, strings: { [vpceA]: hostA } });
    const status = cluster['status'] as { connectionStrings: object };
    Object.assign(status.connectionStrings, { privateSrv: `mongodb+srv://${peer}` });
    store.create(cluster);
    store.create(serviceOf('shop-us', stagingId, [vpceA]));
    store.create(secretOf({ name: 'shop-orders-app', projectId: stagingId, hosts: [peer, hostA] }));
    store.create(secretOf({ name: 'shop-orders-batch', projectId: stagingId, user: 'batch', hosts }));
    await body(world);
  });
}

const table = `USER    KEY                           ENDPOINT            CONNECTION STRING
app     connectionStringPrivateSrv    (network peering)   mongodb+srv://app:x@${peer}
app     connectionStringPrivateSrv1   shop-us             mongodb+srv://app:x@${hostA}
`;

suite('secret of several database users', (test) => {
  test('the strings of all of them are in one table; that of a peering is called so', () =>
    inPlace([hostA], async (world) => {
      assert.deepEqual(await world.run('secret orders'), {
        stdout: `${table}batch   connectionStringPrivateSrv    shop-us             mongodb+srv://batch:x@${hostA}\n`,
        stderr: '',
        code: 0,
      });
      const one = await world.run('secret orders --user batch');
      assert.equal(
        one.stdout,
        `KEY                          ENDPOINT   CONNECTION STRING
connectionStringPrivateSrv   shop-us    mongodb+srv://batch:x@${hostA}
`,
      );
    }));

  test('--endpoint takes the label of a dedicated cluster, or the id', () =>
    inPlace([hostA], async (world) => {
      for (const endpoint of ['shop-us', vpceA])
        assert.equal(
          (await world.run(`secret orders --endpoint ${endpoint}`)).stdout,
          `USER    KEY                           ENDPOINT   CONNECTION STRING
app     connectionStringPrivateSrv1   shop-us    mongodb+srv://app:x@${hostA}
batch   connectionStringPrivateSrv    shop-us    mongodb+srv://batch:x@${hostA}
`,
          endpoint,
        );
    }));

  test('what one of them lacks is told with the command for it, and hides none of the others', () =>
    inPlace([''], async (world) => {
      const seen = await world.run('secret orders');
      assert.deepEqual(seen.stdout.replaceAll(/ +/g, ' '), table.replaceAll(/ +/g, ' '));
      assert.match(seen.stderr, /^warning: secret\/shop-orders-batch, written 0s ago, lacks the string of vpce-0a/m);
      assert.match(
        seen.stderr,
        /^  or make the operator write it now with: kubectl atlas-pe secret ad\/orders -n default --user batch --refresh$/m,
      );
      assert.equal(seen.code, 0);
    }));

  test('a format for programs, and one value, need one user', () =>
    inPlace([hostB], async (world) => {
      for (const flags of ['-o json', '-o pod-env', '--key password', '--refresh'])
        assert.match(
          (await world.run(`secret orders ${flags}`)).stderr,
          /^error: several connection Secrets match/,
          flags,
        );
    }));
});

suite('secret -o pod-env', (test) => {
  test('--name is the variable, and kubectl sets the same key on a workload that runs already', () =>
    inPlace([hostA], async (world) => {
      assert.deepEqual(await world.run('secret orders --user batch -o pod-env --name MONGODB_URI'), {
        stdout: `env:
  - name: MONGODB_URI
    valueFrom:
      secretKeyRef:
        name: shop-orders-batch
        key: connectionStringPrivateSrv
`,
        stderr:
          'for a workload that already runs, as the variable CONNECTIONSTRINGPRIVATESRV: kubectl set env deploy/NAME --from=secret/shop-orders-batch --keys=connectionStringPrivateSrv -n default\n',
        code: 0,
      });
    }));

  for (const [flags, stderr] of [
    [
      '--name X',
      'error: --name is the name of the variable in -o pod-env, so it needs that format\nhint: add -o pod-env, or omit --name\n',
    ],
    [
      '-o pod-env --name 1X',
      'error: invalid value "1X" for --name: not the name of an environment variable\nhint: write it like --name MONGODB_URI\n',
    ],
  ] as const)
    test(`it refuses ${flags}`, () =>
      inPlace([hostA], async (world) => {
        assert.deepEqual(await world.run(`secret orders --user app ${flags}`), { stdout: '', stderr, code: 1 });
      }));
});

/** The candidates without their descriptions. */
async function completed(world: World, words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await world.run(['__complete', ...words]);
  return stdout
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/\t.*/, ''));
}

suite('completion of what is in the cluster', (test) => {
  test('--endpoint, --region and --key mean what the verb means by the name', () =>
    inPlace([hostA], async (world) => {
      world.kubernetes.store.create(serviceOf('other', stagingId, [vpceB], 'elsewhere'));
      for (const source of [[], ['orders'], ['ape/shop-us']])
        assert.deepEqual(await completed(world, ['secret', ...source, '--endpoint', '']), ['shop-us'], source[0]);
      assert.deepEqual(await completed(world, ['secret', 'orders', '--region', '']), ['us-east-1']);
      const keys = ['connectionStringPrivateSrv', 'connectionStringPrivateSrv1', 'password', 'username'];
      for (const source of [[], ['orders']])
        assert.deepEqual((await completed(world, ['secret', ...source, '--key', ''])).toSorted(), keys);
      assert.deepEqual(await completed(world, ['secret', 'shop-orders-batch', '--key', 'conn']), [keys[0]]);
    }));

  test('--project names the projects, and status takes another name after the first', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      assert.deepEqual(await completed(world, ['create', 'ape/x', '--project', 's']), ['shop']);
      assert.deepEqual(await completed(world, ['status', 'x', 'o']), ['orders']);
    }));
});
