import assert from 'node:assert/strict';
import { crdManifest } from '../fakes/apiserver/crds.ts';
import { atlasResources, privateEndpointResource } from '../fakes/apiserver/resources.ts';
import { installOperator } from '../harness/operator-image.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { secretOf, stagingId } from '../sandbox/two-projects.ts';

const uri = 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pe-0.ab1cd.mongodb.net';

function specOf(world: World): string {
  return JSON.stringify(world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.['spec']);
}

/** Puts the CRDs of 2.15 over those of the operator that runs. */
function leaveNewerCrds(world: World): void {
  for (const definition of [...atlasResources, privateEndpointResource]) {
    const { spec } = crdManifest(definition, true);
    const name = `${definition.plural}.${definition.group}`;
    world.kubernetes.store.edit('customresourcedefinitions', undefined, name, (object) => {
      object['spec'] = spec;
    });
  }
}

suite('operators up to 1.6, which write no private string for two endpoints', (test) => {
  for (const verb of ['up', 'create'])
    test(`${verb} refuses the second endpoint before anything is declared`, () =>
      inWorld({ generation: 'v1.6' }, async (world) => {
        installOperator(world, '1.6.0');
        world.deploy();
        assert.equal((await world.run(`up orders ${placed(world)}`)).code, 0);
        const before = specOf(world);
        for (const flags of ['', ' --yes']) {
          const seen = await world.run(`${verb} orders --endpoint batch ${placed(world)}${flags}`);
          assert.equal(
            seen.stderr,
            `error: endpoint "batch" of atlasdeployment/orders would be a second one, and operators up to 1.6 write no private connection string at all once a deployment has two endpoints, and remove the one that is there; this cluster's is 1.6.0
hint: upgrade the operator to 1.7.0 or later, or keep one endpoint in the spec
`,
          );
          assert.deepEqual([seen.stdout, seen.code], ['', 1]);
        }
        assert.equal(specOf(world), before);
        assert.equal((await world.run('secret orders --key connectionStringPrivateSrv')).stdout, `${uri}\n`);
        assert.equal((await world.run('up orders')).code, 0);
      }));

  test('where the version cannot be seen it asks, and demands --yes where nobody can be asked', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'blue' }] });
      const before = specOf(world);
      const command = 'create orders --endpoint batch';
      const seen = await world.run(command);
      assert.match(
        seen.stderr,
        /^error: atlasdeployment\/orders has no endpoint "batch"; it has: blue; operators up to 1\.6 write no .* it is unknown whether this cluster's operator is one of them\nhint: if it is 1\.7\.0 or later, declare .*batch --yes\n$/,
      );
      assert.equal(seen.code, 1);
      const no = await world.run(command, { answers: ['n'] });
      assert.match(no.stderr, /create endpoint "batch" of atlasdeployment\/orders\? \(y\/N\): /);
      assert.deepEqual([no.code, specOf(world)], [1, before]);
      const yes = await world.run(command, { answers: ['y'] });
      assert.equal(yes.code, 0, yes.stderr);
      assert.equal(yes.stderr.split('(y/N)').length, 2, 'it asks once');
      assert.equal((await world.run('create orders --endpoint third --yes')).code, 0);
    }));

  test('an item for another endpoint of a service of an AtlasProject is refused likewise', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      installOperator(world, '1.6.0');
      assert.equal(
        (await world.run(`up ap/shop --endpoint AWS/US_EAST_1 --legacy ${placed(world)} --wait=false`)).code,
        0,
      );
      world.kubernetes.store.edit('atlasprojects', 'default', 'shop', (object) => {
        const spec = object['spec'] as Record<string, unknown>;
        spec['privateEndpoints'] = [{ provider: 'AWS', region: 'US_EAST_1', id: 'vpce-0aaaaaaaaaaaaaaaa' }];
      });
      const seen = await world.run('up ap/shop --endpoint AWS/US_EAST_1 --legacy --id vpce-0bbbbbbbbbbbbbbbb');
      assert.match(
        seen.stderr,
        /^error: endpoint .* would be a second one, and operators up to 1\.6 connect one endpoint /,
      );
      assert.equal(seen.code, 1);
    }));

  test('the string that was wiped by a second endpoint is missed with the command that brings it back, which does', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      world.deploy();
      assert.equal((await world.run(`up orders ${placed(world)}`)).code, 0);
      await world.run(`create orders --endpoint batch --yes ${placed(world)}`);
      await world.run('link orders --endpoint batch');
      assert.equal((await world.run('delete orders --endpoint batch --yes')).code, 0);
      const missing = await world.run('secret orders');
      assert.match(
        missing.stderr,
        /\nhint: make the operator write it now with: kubectl atlas-pe secret ad\/orders -n default --refresh\n$/,
      );
      assert.deepEqual([missing.stdout, missing.code], ['', 1]);
      const healed = await world.run('secret ad/orders -n default --refresh --key connectionStringPrivateSrv');
      assert.match(
        healed.stderr,
        /^--refresh sets the key kubectl-atlas-pe\.refreshed-at in the data of secret\/app-password; /,
      );
      assert.deepEqual([healed.stdout, healed.code], [`${uri}\n`, 0], healed.stderr);
    }));
});

suite('secret --refresh', (test) => {
  test('of a serverless deployment says nothing that the next line contradicts', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.operator.paused = true;
      world.deploy({ privateEndpoints: [{ name: 'blue' }] });
      const secret = { name: 'shop-orders-app', cluster: 'orders', projectId: stagingId, hosts: [] };
      world.kubernetes.store.create(secretOf(secret));
      const seen = await world.run('secret orders --refresh');
      assert.match(seen.stderr, /^error: secret\/shop-orders-app .* the endpoint "blue" is Declared\n/);
    }));

  test('an operator older than its CRDs, whose image may not be read, is made to look through the password after all', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.operator.projects.set('65a1f0c2e4b0a1b2c3d4e5f6', world.operator.project());
      world.deployCluster();
      world.addService();
      assert.equal((await world.run(`create shop-us ${placed(world)}`)).code, 0);
      assert.equal((await world.run('link shop-us')).code, 0);
      leaveNewerCrds(world);
      const seen = await world.run('secret orders --refresh --key connectionStringPrivateSrv');
      const touched = seen.stderr.split('\n').filter((line) => line.startsWith('--refresh '));
      assert.deepEqual(
        touched.map((line) => / (?:on|of) (\S+);/.exec(line)?.[1]),
        ['atlasdeployment/orders', 'secret/app-password'],
        seen.stderr,
      );
      assert.deepEqual([/orders-pl-0/.test(seen.stdout), seen.code], [true, 0], seen.stderr);
    }));
});
