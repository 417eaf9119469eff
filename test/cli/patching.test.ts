import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

interface Deployment {
  readonly spec: {
    readonly serverlessSpec: Record<string, unknown> & { privateEndpoints?: Record<string, unknown>[] };
  };
}

function deployment(world: World): Deployment {
  return world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as unknown as Deployment;
}

function edit(world: World, change: (spec: Deployment['spec']['serverlessSpec']) => void): void {
  world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) =>
    change((object as unknown as Deployment).spec.serverlessSpec),
  );
}

suite('patching', (test) => {
  test('every other item and unknown field survives, in its place', () =>
    inWorld({}, async (world) => {
      const strange = { name: 'strange', privateEndpointIpAddress: '10.0.0.9', future: { deep: [1, null, 'x'] } };
      world.deploy({ privateEndpoints: [strange, { name: 'mine' }] });
      edit(world, (spec) => (spec['futureField'] = { keep: true }));
      const { vpcId, subnets } = world.account;
      const before = deployment(world);
      await world.run(`up orders --endpoint mine --yes --vpc-id ${vpcId} --subnet-id ${subnets.a}`);
      await world.run('create orders --endpoint third --yes --wait=false');
      const id = world.ec2.endpoints('us-east-1')[0]?.id;
      const privateEndpoints = [strange, { name: 'mine', cloudProviderEndpointID: id }, { name: 'third' }];
      assert.deepEqual(deployment(world).spec, {
        ...before.spec,
        serverlessSpec: { ...before.spec.serverlessSpec, privateEndpoints },
      });
    }));

  test('a change by somebody else in between is seen: the patch is planned again', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.kubernetes.beforeNext('patch', 'atlasdeployments', () =>
        edit(world, (spec) => (spec.privateEndpoints = [{ name: 'theirs' }])),
      );
      const seen = await world.run('create orders --endpoint mine --yes --wait=false');
      assert.equal(seen.code, 0);
      assert.deepEqual(deployment(world).spec.serverlessSpec.privateEndpoints, [{ name: 'theirs' }, { name: 'mine' }]);
      assert.equal(
        world.kubernetes.requests().filter(({ verb, user }) => verb === 'patch' && user === 'admin').length >= 2,
        true,
      );
    }));

  test('the id goes to our item also when the list was reordered at the last moment', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'mine' }] });
      const { vpcId, subnets } = world.account;
      await world.run(`create orders --endpoint mine --yes --vpc-id ${vpcId} --subnet-id ${subnets.a}`);
      world.kubernetes.beforeNext('patch', 'atlasdeployments', () =>
        edit(world, (spec) => (spec.privateEndpoints = spec.privateEndpoints?.toReversed() ?? [])),
      );
      await world.run('link orders --endpoint mine');
      const id = world.ec2.endpoints('us-east-1')[0]?.id;
      assert.deepEqual(deployment(world).spec.serverlessSpec.privateEndpoints, [
        { name: 'mine', cloudProviderEndpointID: id },
        { name: 'a' },
      ]);
    }));

  test('two runs at once declare the endpoint once', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const both = await Promise.all([world.run('create orders'), world.run('create orders')]);
      assert.deepEqual(
        both.map(({ code }) => code),
        [0, 0],
      );
      assert.deepEqual(deployment(world).spec.serverlessSpec.privateEndpoints, [{ name: 'orders-pe' }]);
    }));

  test('an object that never stops changing is given up with a sentence', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const meddle = (): void => {
        edit(world, (spec) => (spec['counter'] = Number(spec['counter'] ?? 0) + 1));
        world.kubernetes.beforeNext('patch', 'atlasdeployments', meddle);
      };
      meddle();
      const seen = await world.run('create orders');
      assert.match(
        seen.stderr,
        /^error: atlasdeployment\/orders keeps changing: gave up after 20 attempts\nhint: see who else writes it: kubectl get atlasdeployment\/orders -n default -o yaml --show-managed-fields$/m,
      );
      assert.equal(seen.code, 1);
    }));

  test('delete passes a refusal on at once, and does not try again', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const before = deployment(world);
      const patches = (): number =>
        world.kubernetes.requests().filter(({ verb, user }) => verb === 'patch' && user === 'admin').length;
      const sent = patches();
      world.kubernetes.fail({
        verb: 'patch',
        resource: 'atlasdeployments',
        status: 422,
        reason: 'Invalid',
        message: 'atlasdeployments.atlas.mongodb.com "orders" is forbidden: denied request: change freeze',
      });
      const seen = await world.run('delete orders --keep-cloud-endpoint --yes');
      assert.match(seen.stderr, /^Error from server \(Invalid\): .* change freeze\nhint: nothing was changed/m);
      assert.deepEqual([seen.code, patches() - sent, deployment(world)], [1, 1, before]);
    }));

  test('a refusal of the API server is passed on', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.operator.settled();
      world.kubernetes.fail({
        verb: 'patch',
        resource: 'atlasdeployments',
        status: 422,
        reason: 'Invalid',
        message: 'AtlasDeployment.atlas.mongodb.com "orders" is invalid: spec: too many endpoints',
      });
      const seen = await world.run('create orders');
      assert.match(
        seen.stderr,
        /^Error from server \(Invalid\): AtlasDeployment.* spec: too many endpoints\nhint: nothing was changed/m,
      );
      assert.equal(seen.code, 1);
    }));
});
