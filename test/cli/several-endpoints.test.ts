import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

/** A deployment that declares two endpoints, neither of which has the default label, with their services reserved. */
function declared(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    for (const label of ['blue', 'green']) {
      const seen = await world.run(`create orders --endpoint ${label} --yes`);
      assert.equal(seen.code, 0, seen.stderr);
    }
    await body(world);
  });
}

/** The ids of the linked cloud endpoints, by label. */
function linkedIds({ kubernetes }: World): Readonly<Record<string, string | undefined>> {
  const { spec } = kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
    spec?: {
      serverlessSpec?: { privateEndpoints?: readonly { name: string; cloudProviderEndpointID?: string }[] };
    };
  };
  const items = spec?.serverlessSpec?.privateEndpoints ?? [];
  return Object.fromEntries(items.map(({ name, cloudProviderEndpointID }) => [name, cloudProviderEndpointID]));
}

suite('a deployment with several endpoints', (test) => {
  test('up does all that is left for each of them, and prints all strings', () =>
    declared(async (world) => {
      const seen = await world.run(`up orders ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      const lines = seen.stderr.split('\n');
      assert.deepEqual(lines.slice(0, 3), [
        'blue  endpoint blue of ad/orders in namespace default',
        'green  endpoint green of ad/orders in namespace default',
        accountLines.AWS,
      ]);
      const { blue, green } = linkedIds(world);
      for (const [label, made] of Object.entries({ blue, green })) {
        assert.ok(made !== undefined);
        assert.ok(lines.includes(`${label}   + 5/7 link               wrote ${made} into the spec`), seen.stderr);
        assert.match(seen.stdout, new RegExp(`^connectionStringPrivateSrv1? +${label} +mongodb\\+srv://`, 'm'));
      }
      assert.notEqual(blue, green);
      assert.deepEqual(lines.slice(-3), [
        'use it in a Pod: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint blue -o pod-env',
        '  or: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint green -o pod-env',
        '',
      ]);
      assert.equal((await world.run('up orders -o json')).code, 0);
    }));

  test('-o json lists the endpoints and the strings of all', () =>
    declared(async (world) => {
      const seen = await world.run(`up orders ${placed(world)} -o json`);
      const { items, connectionStrings } = JSON.parse(seen.stdout) as {
        items: { endpoint: string; phase: string }[];
        connectionStrings: Record<string, string>;
      };
      assert.deepEqual(
        items.map(({ endpoint, phase }) => [endpoint, phase]),
        [
          ['blue', 'Available'],
          ['green', 'Available'],
        ],
      );
      assert.deepEqual(Object.keys(connectionStrings), ['connectionStringPrivateSrv', 'connectionStringPrivateSrv1']);
    }));

  test('the default label is one of several like any other', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`up orders ${placed(world)}`);
      await world.run('create orders --endpoint batch --yes');
      const seen = await world.run(`up orders ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, /^orders-pe {2} \+ (?:\d\/\d )?connect +already +AVAILABLE$/m);
      assert.match(seen.stderr, /^batch {2} \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE/m);
    }));

  test('what one of them lacks: up says so before anything is done, link does the others', () =>
    declared(async (world) => {
      await world.run(`create orders --endpoint blue ${placed(world)}`);
      const refused = await world.run('up orders');
      assert.match(
        refused.stderr,
        /^error: an answer is missing, and this run cannot ask: where to create the cloud endpoint of endpoint "green" of/,
      );
      assert.deepEqual([refused.stdout, refused.code], ['', 1]);
      const seen = await world.run('link orders');
      assert.match(seen.stderr, /^blue {2} \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE/m);
      assert.match(
        seen.stderr,
        /^green {2}error: no cloud endpoint was found for endpoint "green" of atlasdeployment\/orders, /m,
      );
      assert.match(
        seen.stderr,
        /^error: 1 of 2 endpoints failed: green\nhint: the others are done; fix what is reported for each above, then continue with: kubectl atlas-pe link orders\n$/m,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
    }));

  test('--endpoint picks one', () =>
    declared(async (world) => {
      const seen = await world.run(`create orders --endpoint green ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
      assert.match(seen.stderr, /^endpoint green of ad\/orders/);
    }));

  test('link links all of them, in one line, and --id only the one that has none', () =>
    declared(async (world) => {
      await world.run(`create orders ${placed(world)}`);
      const ids = world.ec2.endpoints('us-east-1').map((each) => each.id);
      assert.equal(ids.length, 2);
      const several = await world.run(`link orders --id ${ids[0]}`);
      assert.match(several.stderr, /^error: atlasdeployment\/orders declares several endpoints: blue, green$/m);
      const blue = await world.run('link orders --endpoint blue');
      assert.equal(blue.code, 0, blue.stderr);
      const open = ids.find((each) => each !== linkedIds(world)['blue']) ?? '';
      const green = await world.run(`link orders --id ${open}`);
      assert.equal(green.code, 0, green.stderr);
      assert.equal(linkedIds(world)['green'], open);
      const again = await world.run('link orders');
      assert.deepEqual([again.stdout, again.code], ['atlasdeployment.atlas.mongodb.com/orders unchanged\n', 0]);
    }));

  test('--from-nodes places the one that has no cloud endpoint, and refuses to choose between two', () =>
    declared(async (world) => {
      const refused = await world.run('up orders --from-nodes --yes');
      assert.equal(
        refused.stderr,
        'error: --from-nodes places one endpoint, but blue and green are not linked to a cloud endpoint yet\nhint: choose one with --endpoint blue\n',
      );
      assert.equal(refused.code, 1);
    }));
});

suite('a deployment with several endpoints on Azure', (test) => {
  test('takes no name of a single private endpoint', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      for (const label of ['blue', 'green']) await world.run(`create orders --endpoint ${label} --yes`);
      const subnet =
        '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';
      const seen = await world.run(`up orders --subnet ${subnet} --private-endpoint-name pe`);
      assert.equal(
        seen.stderr,
        'error: --private-endpoint-name names one cloud endpoint, but atlasdeployment/orders has 2 endpoints\nhint: choose one with --endpoint blue\n',
      );
      assert.equal(seen.code, 1);
    }));
});
