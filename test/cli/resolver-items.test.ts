/** A dedicated cluster whose endpoints are items of its AtlasProject: `up ad/NAME` goes on with the item of each region. */
import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const us = { provider: 'AWS', region: 'US_EAST_1' };
const eu = { provider: 'AZURE', region: 'EUROPE_NORTH' };
const subnet =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';

/** The items of the project, and how many AtlasPrivateEndpoints there are beside them. */
function declared({ kubernetes: { store } }: World): readonly [items: unknown, services: number] {
  const spec = store.get('atlasprojects', 'default', 'shop')?.['spec'] as { readonly privateEndpoints?: unknown };
  return [spec.privateEndpoints, store.list('atlasprivateendpoints').length];
}

suite('up ad/NAME with items of the AtlasProject', (test) => {
  test('goes on with the item of the region, and makes no AtlasPrivateEndpoint beside it', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.declareInProject([us]);
      const seen = await world.run(`up ad/orders ${placed(world)} --refresh`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, /^endpoint AWS\/US_EAST_1 of ap\/shop in namespace default\n/);
      assert.match(seen.stdout, /mongodb\+srv:\/\/app:.*@orders-pl-0\.ab1cd\.mongodb\.net/);
      assert.deepEqual(declared(world), [[{ ...us, id: 'vpce-026b4c868ce5d755d' }], 0]);
      const again = await world.run('up ad/orders');
      assert.doesNotMatch(again.stderr, / done +(?!secret\/)\S/);
    }));

  test('of several items of a region it goes on with the one that is open, with a cloud endpoint of its own', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      const first = { ...us, id: 'vpce-026b4c868ce5d755d' };
      world.deployCluster();
      world.declareInProject([us]);
      assert.equal((await world.run(`up ad/orders ${placed(world)} --refresh`)).code, 0);
      world.declareInProject([first, us]);
      const seen = await world.run(`up ad/orders ${placed(world)} --refresh`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(declared(world), [[first, { ...us, id: 'vpce-0a18ae6eb7a11cca3' }], 0]);
      const asking = await world.run('up ad/orders');
      assert.equal(
        asking.stderr,
        'error: atlasproject/shop declares several endpoints: vpce-026b4c868ce5d755d, vpce-0a18ae6eb7a11cca3\nhint: choose one with --endpoint vpce-026b4c868ce5d755d\n',
      );
      const one = await world.run('up ad/orders --id vpce-0a18ae6eb7a11cca3');
      assert.match(one.stderr, /^ \+ (?:\d\/\d )?link +already +vpce-0a18ae6eb7a11cca3 is in the spec$/m, one.stderr);
    }));

  test('a cloud that has one endpoint for an owner and no more is not asked for another for ever', () =>
    inWorld({ cloud: 'AZURE', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.declareInProject([eu]);
      assert.equal((await world.run(`up ad/orders --subnet ${subnet} --refresh`)).code, 0);
      const [items] = declared(world);
      world.declareInProject([...(items as object[]).map((item) => ({ ...item })), eu]);
      const seen = await world.run(`up ad/orders --subnet ${subnet} --refresh=false`);
      assert.match(
        seen.stderr,
        /^error: the cloud endpoint \/subscriptions\/\S+ is already linked to another endpoint of atlasproject\/shop\nhint: create another one with the cloud's own tools, /m,
      );
      assert.equal(seen.code, 1);
    }));

  test('each region goes on with what declares its endpoint: an item here, an AtlasPrivateEndpoint there', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'AZURE:EUROPE_NORTH'] });
      world.declareInProject([us]);
      world.addService({ name: 'shop-eu', ...eu });
      const seen = await world.run(
        `up ad/orders --subnet-id us-east-1=${world.account.subnets.a} --subnet northeurope=${subnet} --refresh`,
      );
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, /^AWS US_EAST_1 +endpoint AWS\/US_EAST_1 of ap\/shop /m);
      assert.match(seen.stderr, /^AZURE EUROPE_NORTH +endpoint shop-eu of ape\/shop-eu /m);
      assert.deepEqual(declared(world), [[{ ...us, id: 'vpce-026b4c868ce5d755d' }], 1]);
    }));
});
