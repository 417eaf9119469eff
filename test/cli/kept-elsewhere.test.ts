import assert from 'node:assert/strict';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Marks an object as `kubectl apply` does, with what the manifest has in its spec. */
function keep(world: World, [plural, name]: readonly [string, string], spec: object): void {
  world.kubernetes.store.edit(plural, 'default', name, (object) => {
    const metadata = object['metadata'] as Record<string, unknown>;
    metadata['annotations'] = { [lastApplied]: JSON.stringify({ spec }) };
  });
}

/** Marks an AtlasPrivateEndpoint as Flux does. */
function keepByFlux(world: World): void {
  world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    const metadata = object['metadata'] as Record<string, unknown>;
    metadata['labels'] = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
  });
}

/** The generation of an object, which grows with each change of its spec, and the cloud's endpoints: what must not change. */
function untouched(world: World, plural: string, name: string): unknown[] {
  const object = world.kubernetes.store.get(plural, 'default', name);
  return [object?.metadata.generation, world.ec2.endpoints('us-east-1').length];
}

suite('an object whose manifest is kept elsewhere', (test) => {
  for (const verb of ['create', 'up'])
    test(`${verb} stops before anything is done where the manifest has the list`, () =>
      inWorld({}, async (world) => {
        world.deploy();
        keep(world, ['atlasdeployments', 'orders'], { serverlessSpec: { privateEndpoints: [] } });
        const before = untouched(world, 'atlasdeployments', 'orders');
        const command = `${verb} orders ${placedInGroup(world)}`;
        const seen = await world.run(command);
        assert.equal(
          seen.stderr,
          `change this where the manifest is kept:
apiVersion: atlas.mongodb.com/v1
kind: AtlasDeployment
metadata:
  name: orders
  namespace: default
spec:
  serverlessSpec:
    privateEndpoints:
      - name: orders-pe
error: kubectl apply would undo this change to atlasdeployment/orders when it is applied again: its manifest has spec.serverlessSpec.privateEndpoints, and client-side apply replaces the list as a whole; nothing was changed
hint: make the change there; or write it anyway with: kubectl atlas-pe ${command} --force
`,
        );
        assert.deepEqual([seen.code, seen.stdout], [1, '']);
        assert.deepEqual(untouched(world, 'atlasdeployments', 'orders'), before);
      }));

  test('a dry run shows the change for Git, and warns that it would be refused', () =>
    inWorld({}, async (world) => {
      world.deploy();
      keep(world, ['atlasdeployments', 'orders'], { serverlessSpec: { privateEndpoints: [] } });
      const seen = await world.run('create orders --dry-run -o yaml');
      assert.match(seen.stdout, /^ {4}privateEndpoints:\n {6}- name: orders-pe\n$/m);
      assert.doesNotMatch(seen.stdout, /last-applied/);
      assert.match(
        seen.stderr,
        /^warning: kubectl apply would undo this change to .*; without --dry-run, this is refused unless --force is given$/m,
      );
      assert.equal(seen.code, 0);
    }));

  test('--force goes on with a warning', () =>
    inWorld({}, async (world) => {
      world.deploy();
      keep(world, ['atlasdeployments', 'orders'], { serverlessSpec: { privateEndpoints: [] } });
      const seen = await world.run('create orders --force');
      assert.equal(seen.code, 0);
      assert.match(
        seen.stderr,
        /^warning: kubectl apply would undo this change to .*; continuing because of --force$/m,
      );
    }));

  test('a change that stays is noted once', () =>
    inWorld({}, async (world) => {
      world.deploy();
      keep(world, ['atlasdeployments', 'orders'], {});
      const seen = await world.run('create orders');
      assert.equal(seen.code, 0);
      const notes = seen.stderr.split('\n').filter((line) => line.startsWith('note: '));
      assert.deepEqual(notes, [
        'note: atlasdeployment/orders is managed by kubectl apply, which leaves this change alone',
      ]);
    }));

  test('an endpoint that is linked already is shown without a word about the manifest', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`up orders ${placedInGroup(world)}`);
      keep(world, ['atlasdeployments', 'orders'], { serverlessSpec: { privateEndpoints: [] } });
      const seen = await world.run('up orders');
      assert.equal(seen.code, 0);
      assert.doesNotMatch(seen.stderr, /warning:|undo|leaves this change/);
    }));

  test('delete does not take out what comes back, nor an object that a sync creates again', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.addService();
      assert.equal((await world.run(`create ape/shop-us --endpoint web --yes ${placedInGroup(world)}`)).code, 0);
      assert.equal((await world.run('link ape/shop-us --endpoint web')).code, 0);
      keepByFlux(world);
      const before = untouched(world, 'atlasprivateendpoints', 'shop-us');
      const seen = await world.run('delete ape/shop-us --yes');
      assert.match(
        seen.stderr,
        /^error: the Flux Kustomization flux-system\/apps would create atlasprivateendpoint\/shop-us again at its next sync; nothing was changed\nhint: delete it where its manifest is kept; or delete it anyway with: kubectl atlas-pe delete ape\/shop-us --yes --force\n/m,
      );
      assert.deepEqual([seen.code, untouched(world, 'atlasprivateendpoints', 'shop-us')], [1, before]);
      assert.equal((await world.run('delete ape/shop-us --yes --force')).code, 0);
    }));

  test('a manager that Flux takes over is warned of', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run('create orders --field-manager kubectl-shop');
      assert.equal(seen.code, 0);
      assert.match(seen.stderr, /^warning: Flux takes over the fields of the manager kubectl-shop /m);
      assert.doesNotMatch((await world.run('create orders --endpoint b --yes --field-manager shop')).stderr, /Flux/);
    }));
});
