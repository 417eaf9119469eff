/** `--dry-run` of several objects at once. */
import assert from 'node:assert/strict';
import { loadAll } from 'js-yaml';
import { placedInGroup } from '../../harness/placement.ts';
import { suite } from '../../harness/suite.ts';
import { type World, accountLines, inWorld } from '../../harness/world.ts';

const later = 'note: the id of the cloud endpoint is not known before it is there; the object is shown without it';

function two(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    for (const name of ['orders', 'reports']) world.deploy({ name });
    await world.operator.settled();
    const before = [world.kubernetes.store.resourceVersion(), world.ec2.endpoints('us-east-1')];
    await body(world);
    assert.deepEqual([world.kubernetes.store.resourceVersion(), world.ec2.endpoints('us-east-1')], before);
  });
}

/** The plan of a deployment of which nothing is there yet. */
function planOf(name: string, { account: { vpcId } }: World): string {
  return [
    '1/7 declare            add it to the spec',
    '2/7 reserve            wait for the endpoint service',
    `3/7 endpoint           create it in ${vpcId}`,
    '4/7 accept             wait until it can be linked',
    '5/7 link               write its id into the spec',
    '6/7 connect            wait for Atlas to connect it',
    '7/7 secret             print the connection string without its password',
  ]
    .map((line) => `${name.padEnd(10)}     ${line}\n`)
    .join('');
}

/** The steps of deleting the endpoint of a deployment. */
function deletionOf(name: string, id = ''): string {
  return [
    '1/4 remove             remove it from the spec',
    '2/4 release            wait until Atlas has released it',
    `3/4 delete             delete ${id}`,
    `4/4 confirm            wait until ${id} is gone`,
  ]
    .map((line) => `${name.padEnd(10)}     ${line}\n`)
    .join('');
}

function namesOf(objects: readonly unknown[]): readonly unknown[] {
  return objects.map((each) => Object(each).metadata.name);
}

suite('--dry-run of several objects', (test) => {
  test('up shows a plan for each, in the order of the command line, and what would become of all', () =>
    two(async (world) => {
      assert.deepEqual(await world.run(`up reports orders ${placedInGroup(world)} --dry-run`), {
        stdout: `${planOf('ad/reports', world)}${planOf('ad/orders', world)}atlasdeployment.atlas.mongodb.com/reports configured (dry run)
atlasdeployment.atlas.mongodb.com/orders configured (dry run)
`,
        stderr: `${accountLines.AWS}\nad/reports  ${later}\nad/orders   ${later}\nnothing was changed\n`,
        code: 0,
      });
    }));

  test('-o yaml prints a document for each, -o json a list, and -o diff the diff of each and 1', () =>
    two(async (world) => {
      const command = `create orders reports ${placedInGroup(world)} --dry-run`;
      const yaml = await world.run(`${command} -o yaml`);
      assert.deepEqual([namesOf(loadAll(yaml.stdout)), yaml.code], [['orders', 'reports'], 0]);
      const json = await world.run(`${command} -o json`);
      const { kind, items } = JSON.parse(json.stdout);
      assert.deepEqual([kind, namesOf(items)], ['List', ['orders', 'reports']]);
      const diff = await world.run(`${command} -o diff`);
      assert.deepEqual(diff.stdout.match(/^--- .*/gm), [
        '--- LIVE/atlas.mongodb.com.v1.AtlasDeployment.default.orders',
        '--- LIVE/atlas.mongodb.com.v1.AtlasDeployment.default.reports',
      ]);
      assert.equal(diff.code, 1);
    }));

  test('what stands in the way of one does not keep the other from being shown', () =>
    inWorld({}, async (world) => {
      for (const name of ['orders', 'reports']) world.deploy({ name });
      assert.equal((await world.run(`up orders reports ${placedInGroup(world)}`)).code, 0);
      for (const endpoint of world.operator.instance('orders').endpoints)
        Object.assign(endpoint, { status: 'FAILED', errorMessage: 'the service broke' });
      world.operator.changed('default', 'orders');
      await world.operator.settled();
      const seen = await world.run('link orders reports --dry-run');
      assert.match(seen.stdout, /^ad\/reports {3}\+ 5\/5 connect {3}already {2}AVAILABLE$/m);
      assert.doesNotMatch(seen.stdout, /orders/);
      assert.match(
        seen.stderr,
        /^x ad\/orders: .*the service broke.*\n.*\n {4}kubectl atlas-pe link ad\/orders --dry-run$/m,
      );
      assert.deepEqual([seen.code, (await world.run('link orders reports --dry-run -o diff')).code], [1, 2]);
    }));

  test('of what the API server refuses, each is told', () =>
    two(async (world) => {
      world.kubernetes.fail({
        verb: 'patch',
        resource: 'atlasdeployments',
        name: 'orders',
        status: 403,
        reason: 'Forbidden',
        message: 'frozen',
      });
      const seen = await world.run('create orders reports --dry-run=server');
      assert.match(seen.stderr, /^error: atlasdeployment\/orders: .*frozen/m);
      assert.match(seen.stdout, /^atlasdeployment\.atlas\.mongodb\.com\/reports configured \(server dry run\)$/m);
      assert.doesNotMatch(seen.stdout, /mongodb\.com\/orders/);
      assert.equal(seen.code, 1);
    }));

  test('what a run would have to be told is noted, once for all of them', () =>
    two(async (world) => {
      const seen = await world.run('up -l team=shop --dry-run');
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, /^note: without --dry-run, the command has to be told where to create/m);
      assert.match(seen.stdout, /^ad\/orders {6}3\/7 endpoint {11}find it$/m);
    }));

  test('an object that both need is made once', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      const seen = await world.run('create ad/orders ad/reports --dry-run -o name');
      assert.deepEqual([seen.stdout, seen.code], ['atlasprivateendpoint.atlas.mongodb.com/orders-us-east-1\n', 0]);
      assert.match(seen.stderr, /^ad\/reports +1\/2 declare +create atlasprivateendpoint\/orders-us-east-1$/m);
    }));

  test('delete shows the list, and the steps of each', () =>
    inWorld({}, async (world) => {
      for (const name of ['orders', 'reports']) world.deploy({ name });
      assert.equal((await world.run(`up orders reports ${placedInGroup(world)}`)).code, 0);
      const [first, second] = world.ec2.endpoints('us-east-1').map(({ id }) => id);
      const seen = await world.run('delete reports orders --dry-run=server');
      assert.equal(
        seen.stdout,
        `${deletionOf('ad/reports', second)}${deletionOf('ad/orders', first)}atlasdeployment.atlas.mongodb.com/reports configured (server dry run)
atlasdeployment.atlas.mongodb.com/orders configured (server dry run)
`,
      );
      assert.deepEqual([seen.code, (await world.run('delete reports orders --dry-run -o diff')).code], [0, 1]);
      assert.equal((await world.run('status -l team=shop -o name')).stdout.split('\n').length, 3);
    }));
});
