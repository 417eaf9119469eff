import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

interface Deployment {
  readonly spec: { readonly serverlessSpec: { privateEndpoints?: Record<string, unknown>[] } };
}

function endpoints(object: unknown): Deployment['spec']['serverlessSpec'] {
  return (object as Deployment).spec.serverlessSpec;
}

function patches({ kubernetes }: World): number {
  const ours = /atlasdeployments.*fieldManager=atlas-pe/;
  return kubernetes.requests().filter(({ verb, path }) => verb === 'patch' && ours.test(path)).length;
}

function up({ account }: World): string {
  return `up orders --vpc-id ${account.vpcId} --subnet-id ${account.subnets.a}`;
}

function spec(object: Record<string, unknown>): Record<string, unknown> {
  return object['spec'] as Record<string, unknown>;
}

suite('what the server answers with 200 and does not store', (test) => {
  test('is said after one attempt: an endpoint that is declared', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.kubernetes.mutate('atlasdeployments', (object) => delete endpoints(object).privateEndpoints);
      const seen = await world.run('create orders');
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
error: the cluster accepted the change to atlasdeployment/orders, but did not store it: endpoint "orders-pe" is not in its spec
hint: the kind's CRD does not know the field, or a mutating webhook changes it; see what is stored: kubectl get atlasdeployment/orders -o yaml -n default
`,
      );
      assert.deepEqual([seen.code, patches(world)], [1, 1]);
    }));

  test('is said by --dry-run=server, of a change and of a new object', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.kubernetes.mutate('atlasprivateendpoints', (object) => delete spec(object)['region']);
      const made = await world.run(
        'create ape/shop-us --project shop --provider AWS --region US_EAST_1 --dry-run=server',
      );
      assert.match(
        made.stderr,
        /^error: the cluster accepted the change to atlasprivateendpoint\/shop-us, but did not store it: a part of its spec is missing$/m,
      );
      assert.equal(made.code, 1);
      world.kubernetes.mutate('atlasprojects', (object) => delete spec(object)['privateEndpoints']);
      const item = 'create ap/shop --endpoint AWS/US_EAST_1 --legacy';
      assert.match(
        (await world.run(`${item} --dry-run=server`)).stderr,
        /^error: .*shop, but did not store it: endpoint/m,
      );
      assert.equal((await world.run(`${item} --dry-run=client`)).code, 0);
    }));

  test('is said after one attempt: the id of a cloud endpoint', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const before = patches(world);
      world.kubernetes.mutate('atlasdeployments', (object) => {
        for (const item of endpoints(object).privateEndpoints ?? []) delete item['cloudProviderEndpointID'];
      });
      const seen = await world.run(up(world));
      assert.match(
        seen.stderr,
        /^error: the cluster accepted the change to atlasdeployment\/orders, but did not store it: vpce-\w+ is not in its spec$/m,
      );
      assert.deepEqual([seen.code, patches(world) - before], [1, 1]);
    }));

  test('is said after one attempt: a removal, before the cloud endpoint is touched', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(up(world));
      const [kept] =
        endpoints(world.kubernetes.store.get('atlasdeployments', 'default', 'orders')).privateEndpoints ?? [];
      world.kubernetes.mutate('atlasdeployments', (object) => {
        endpoints(object).privateEndpoints = [{ ...kept }];
      });
      const seen = await world.run('delete orders --yes');
      assert.match(
        seen.stderr,
        /^error: the cluster accepted the change .*: endpoint "orders-pe" .* is still in its spec$/m,
      );
      assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length], [1, 1]);
    }));

  test('is said after one attempt: a part of a new object', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.kubernetes.mutate('atlasprivateendpoints', (object) => {
        delete (object['spec'] as Record<string, unknown>)['region'];
      });
      const seen = await world.run('create ape/shop --project shop --provider AWS --region us-east-1');
      assert.match(seen.stderr, /^error: the cluster accepted .*: a part of its spec is missing$/m);
      assert.equal(seen.code, 1);
    }));
});

suite('an object that somebody else keeps writing', (test) => {
  test('is written a few times at growing intervals, and then given up', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const started = world.clock.now();
      world.kubernetes.fail({
        verb: 'patch',
        resource: 'atlasdeployments',
        status: 409,
        reason: 'Conflict',
        times: Infinity,
      });
      const seen = await world.run('create orders');
      assert.match(
        seen.stderr,
        /^error: atlasdeployment\/orders keeps changing: gave up after 20 attempts\nhint: see who else writes it: kubectl get atlasdeployment\/orders -n default -o yaml --show-managed-fields$/m,
      );
      assert.equal(patches(world), 20);
      assert.equal(world.clock.now() - started > 30_000, true);
    }));

  test('is not written for ever where that undoes the change each time', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.kubernetes.store.onChange(({ object, resource }) => {
        if (resource !== 'atlasdeployments' || endpoints(object).privateEndpoints === undefined) return;
        setImmediate(() =>
          world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (stored) => {
            delete endpoints(stored).privateEndpoints;
          }),
        );
      });
      const seen = await world.run('create orders');
      assert.match(
        seen.stderr,
        /^error: (someone else undoes each change that this command makes|endpoint "orders-pe" .* was removed from the spec by someone else)/m,
      );
      assert.equal(patches(world) <= 3, true);
    }));
});
