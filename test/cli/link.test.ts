import assert from 'node:assert/strict';
import { createByHand } from '../harness/by-hand.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const endpointId = 'vpce-026b4c868ce5d755d';

function items(world: World): readonly Record<string, unknown>[] {
  const deployment = world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
    spec?: { serverlessSpec?: { privateEndpoints?: Record<string, unknown>[] } };
  };
  return deployment.spec?.serverlessSpec?.privateEndpoints ?? [];
}

suite('link', (test) => {
  test('it finds the endpoint by its tags, writes its id and waits until Atlas has connected it', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`create orders ${placed(world)}`);
      await createByHand(service, world.account.vpcId, [world.account.subnets.c]);
      const seen = await world.run('link orders');
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
 + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${service}
 + 3/6 endpoint  already  ${endpointId} in ${world.account.vpcId}
 + 4/6 accept    already  ready to be linked (pendingAcceptance)
 + 5/6 link               wrote ${endpointId} into the spec
 * 6/6 connect        0s  RESERVED; the operator has not processed the last change yet
 * 6/6 connect        1s  INITIATING
 + 6/6 connect       11s  AVAILABLE
done in 11s
next: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe
`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['atlasdeployment.atlas.mongodb.com/orders linked\n', 0]);
      assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: endpointId }]);
      assert.equal((await world.run('link orders')).stdout, 'atlasdeployment.atlas.mongodb.com/orders unchanged\n');
    }));

  test('without tags it finds the endpoint by its service', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const id = await createByHand(service, world.account.vpcId, [world.account.subnets.a]);
      assert.equal((await world.run('link orders')).code, 0);
      assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: id }]);
    }));

  test('of several candidates it lists all and changes nothing', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const { account } = world;
      const ids = [
        await createByHand(service, account.vpcId, [account.subnets.a]),
        await createByHand(service, account.other.vpcId, [account.other.subnetId]),
      ];
      const seen = await world.run('link orders');
      const lines = seen.stderr.split('\n').slice(1);
      assert.deepEqual(lines, [
        `error: 2 cloud endpoints match endpoint "orders-pe" of atlasdeployment/orders: ${ids[0]} in ${account.vpcId} (pending), ${ids[1]} in ${account.other.vpcId} (pending); nothing was changed`,
        `hint: choose one with: kubectl atlas-pe link atlasdeployment/orders -n default --endpoint orders-pe --id ${ids[0]}`,
        '',
      ]);
      assert.deepEqual(items(world), [{ name: 'orders-pe' }]);
      assert.equal((await world.run(`link orders --id ${ids[1]}`)).code, 0);
      assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: ids[1] }]);
    }));

  test('an endpoint that is still being made is waited for before its id is handed over', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      await createByHand(service, world.account.vpcId, [world.account.subnets.a]);
      const seen = await world.run('link orders');
      assert.match(
        seen.stderr,
        /^ \* 4\/6 accept {9}0s {2}AWS: pending\n \+ 4\/6 accept {9}5s {2}ready to be linked \(pendingAcceptance\)\n \+ 5\/6 link {15}wrote/m,
      );
    }));

  test('an id of another service is refused', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      world.ec2.account.addService('com.amazonaws.vpce.us-east-1.vpce-svc-0bbbbbbbbbbbbbbbb', {
        region: 'us-east-1',
        zones: ['us-east-1a'],
      });
      const id = await createByHand('com.amazonaws.vpce.us-east-1.vpce-svc-0bbbbbbbbbbbbbbbb', world.account.vpcId, [
        world.account.subnets.a,
      ]);
      const seen = await world.run(`link orders --id ${id}`);
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: ${id} belongs to the service com.amazonaws.vpce.us-east-1.vpce-svc-0bbbbbbbbbbbbbbbb, but`,
          'm',
        ),
      );
      assert.deepEqual(items(world), [{ name: 'orders-pe' }]);
    }));

  test('--skip-cloud-check links an id for who has no rights in AWS', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const before = world.ec2.requests().length;
      const seen = await world.run('link orders --id vpce-0123456789abcdef0 --skip-cloud-check');
      assert.equal(seen.code, 0);
      assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: 'vpce-0123456789abcdef0' }]);
      assert.equal(world.ec2.requests().length, before);
    }));

  test('--wait=false writes the id and returns', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`create orders ${placed(world)}`);
      const seen = await world.run('link orders --wait=false');
      assert.equal(seen.stdout, 'atlasdeployment.atlas.mongodb.com/orders configured\n');
      assert.match(
        seen.stderr,
        /stopped because of --wait=false \(next: wait for Atlas to connect it\); continue with: kubectl atlas-pe link orders\n$/,
      );
      assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: endpointId }]);
    }));
});

suite('another id on a linked endpoint', (test) => {
  for (const generation of ['v1.6', 'v2.11'] as const) {
    test(`it is refused with the reason, and nothing is changed (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.deploy();
        await world.run(`up orders ${placed(world)}`);
        const seen = await world.run('link orders --id vpce-0123456789abcdef0');
        assert.equal(
          seen.stderr.split('\n').slice(1).join('\n'),
          `error: endpoint "orders-pe" of atlasdeployment/orders already has the id ${endpointId}, and changing it to vpce-0123456789abcdef0 is refused: operators up to 2.2.0 would delete the connected endpoint and reserve a new service under another name, and operators 2.2.1 to 2.11.1 would silently ignore the new id
hint: omit --id to keep the endpoint; --recreate --id ${endpointId} replaces it: that removes it and reserves a new service with another name, which needs a new cloud endpoint
`,
        );
        assert.equal(seen.code, 1);
        assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: endpointId }]);
      }));

    test(`--recreate removes the item, waits until it is gone, and starts again (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.deploy();
        await world.run(`up orders ${placed(world)}`);
        const seen = await world.run(`link orders --id ${endpointId} --recreate`);
        assert.match(seen.stderr, /^ \+ 1\/\d remove {13}removed from the spec$/m);
        assert.match(seen.stderr, /^ \+ 2\/\d release .* Atlas has released it/m);
        assert.match(seen.stderr, /^ \+ 3\/\d declare {12}added to the spec$/m);
        const renewed = world.operator.instance('orders').endpoints;
        assert.deepEqual(
          renewed.map(({ comment, status }) => [comment, status]),
          [['orders-pe', 'RESERVED']],
        );
        assert.notEqual(renewed[0]?.endpointServiceName, service);
        assert.match(
          seen.stderr,
          /^error: no cloud endpoint was found for endpoint "orders-pe" of atlasdeployment\/orders, neither by tag nor by the service/m,
        );
        // The old cloud endpoint belongs to the old service: a new one is made, and the rest goes on as ever.
        const again = await world.run(`up orders ${placed(world)}`);
        assert.equal(again.code, 0);
        const made = world.ec2
          .endpoints('us-east-1')
          .find(({ serviceName }) => serviceName === renewed[0]?.endpointServiceName);
        assert.deepEqual(items(world), [{ name: 'orders-pe', cloudProviderEndpointID: made?.id }]);
      }));
  }

  test('up --recreate --id makes the endpoint of that id anew in one run, and only once', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`up orders ${placed(world)}`);
      const again = `up orders ${placed(world)} --id ${endpointId} --recreate`;
      const seen = await world.run(again);
      assert.equal(seen.code, 0, seen.stderr);
      for (let run = 0; run < 2; run += 1) {
        const { stderr, code } = await world.run(again);
        assert.match(
          stderr,
          new RegExp(
            `^note: endpoint "orders-pe" of atlasdeployment/orders is not linked to ${endpointId}; nothing is recreated$`,
            'm',
          ),
        );
        assert.deepEqual([code, world.ec2.endpoints('us-east-1').length], [0, 2]);
      }
      const [endpoint] = world.operator.instance('orders').endpoints;
      const [old, made] = world.ec2.endpoints('us-east-1');
      assert.equal(old?.serviceName, service);
      assert.deepEqual(
        [made?.serviceName, made?.id],
        [endpoint?.endpointServiceName, endpoint?.cloudProviderEndpointId],
      );
    }));

  test('up --recreate makes it all anew in one run', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`up orders ${placed(world)}`);
      for (const endpoint of world.operator.instance('orders').endpoints)
        Object.assign(endpoint, { status: 'FAILED', errorMessage: 'the service broke' });
      world.operator.changed('default', 'orders');
      const refused = await world.run('up orders');
      assert.match(
        refused.stderr,
        /^error: endpoint "orders-pe" of atlasdeployment\/orders has failed: the service broke$/m,
      );
      const seen = await world.run(`up orders ${placed(world)} --recreate`);
      assert.match(seen.stderr, /^ \+ 1\/9 remove {13}removed[\s\S]*^ \+ 8\/9 connect .* AVAILABLE/m);
      assert.equal(seen.code, 0);
      assert.equal(world.ec2.endpoints('us-east-1').length, 2);
    }));

  test('an id that was edited by hand and ignored by the operator is not taken for linked', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`up orders ${placed(world)}`);
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        const spec = object['spec'] as { serverlessSpec: { privateEndpoints: Record<string, string>[] } };
        spec.serverlessSpec.privateEndpoints = [
          { name: 'orders-pe', cloudProviderEndpointID: 'vpce-0123456789abcdef0' },
        ];
      });
      const seen = await world.run('link orders');
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: the spec of endpoint "orders-pe" of atlasdeployment/orders says vpce-0123456789abcdef0, but Atlas is connected to ${endpointId}`,
          'm',
        ),
      );
      assert.equal(seen.code, 1);
    }));
});
