import assert from 'node:assert/strict';
import { placed, placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const refusal = `error: atlasdeployment/orders has no endpoint "order-pe"; it has: orders-pe
hint: did you mean --endpoint orders-pe? create a new one with: kubectl atlas-pe create orders --endpoint order-pe --yes
`;

function labels(world: World): readonly string[] {
  const orders = world.kubernetes.store.get('atlasdeployments', 'default', 'orders');
  assert.ok(orders !== undefined);
  const { serverlessSpec } = orders['spec'] as { serverlessSpec: { privateEndpoints?: { name: string }[] } };
  return (serverlessSpec.privateEndpoints ?? []).map(({ name }) => name);
}

/** A deployment with an endpoint. */
function withOne(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    const { code, stderr } = await world.run('create orders --endpoint orders-pe');
    assert.equal(code, 0, `the first endpoint of a source is made without a question: ${stderr}`);
    await body(world);
  });
}

suite('an endpoint that is named, and not there, beside others', (test) => {
  test('without a terminal --yes is demanded, the nearest label is named, and nothing is declared', () =>
    withOne(async (world) => {
      assert.deepEqual(await world.run('create orders --endpoint order-pe'), { stdout: '', stderr: refusal, code: 1 });
      const scripted = await world.run('create orders --endpoint order-pe -o json', { tty: true, answers: ['y'] });
      assert.equal(scripted.code, 1, 'a question would spoil what a script reads');
      assert.equal((await world.run(`up orders --endpoint order-pe ${placed(world)}`)).code, 1);
      assert.deepEqual([labels(world), world.ec2.endpoints('us-east-1')], [['orders-pe'], []]);
    }));

  test('on a terminal it is asked about', () =>
    withOne(async (world) => {
      const question =
        'atlasdeployment/orders has no endpoint "order-pe"; it has: orders-pe; create endpoint "order-pe" of atlasdeployment/orders? (y/N): ';
      const no = await world.run('create orders --endpoint order-pe --color=never', {
        tty: true,
        answers: ['n'],
      });
      assert.ok(no.stderr.startsWith(question), no.stderr);
      assert.match(no.stderr, /error: not confirmed; nothing was changed\nhint: did you mean --endpoint orders-pe\?/);
      assert.deepEqual([no.code, labels(world)], [1, ['orders-pe']]);
      const yes = await world.run('create orders --endpoint order-pe', { tty: true, answers: ['y'] });
      assert.deepEqual([yes.code, labels(world)], [0, ['orders-pe', 'order-pe']]);
    }));

  test('--yes makes it; the ones that are there are gone on with unasked', () =>
    withOne(async (world) => {
      assert.equal((await world.run('create orders --endpoint batch --yes')).code, 0);
      assert.deepEqual(labels(world), ['orders-pe', 'batch']);
      assert.equal((await world.run('create orders --endpoint batch')).code, 0);
    }));

  test('of an AtlasPrivateEndpoint the tags of the cloud endpoints say which labels there are', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.addService();
      const there = placedInGroup(world);
      const ran = async (command: string): Promise<void> => {
        const { code, stderr } = await world.run(command);
        assert.equal(code, 0, stderr);
      };
      await ran(`create shop-us --endpoint web ${there}`);
      await ran('link shop-us --endpoint web');
      const refused = await world.run(`create shop-us --endpoint wbe ${there}`);
      assert.match(refused.stderr, /^error: atlasprivateendpoint\/shop-us has no endpoint "wbe"; it has: shop-us$/m);
      assert.deepEqual([refused.code, world.ec2.endpoints('us-east-1').length], [1, 1]);
      await ran(`create shop-us --endpoint batch --yes ${there}`);
      // It is in the spec of nothing yet, and known by its tags all the same; so is the one that is linked.
      await ran(`create shop-us --endpoint batch ${there}`);
      await ran(`link shop-us --endpoint web`);
    }));
});
