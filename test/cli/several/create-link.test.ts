/** `create` and `link` for several objects at once. */
import assert from 'node:assert/strict';
import { placedInGroup } from '../../harness/placement.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';

function two(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    for (const name of ['orders', 'reports']) world.deploy({ name });
    await world.operator.settled();
    await body(world);
  });
}

const api = 'atlasdeployment.atlas.mongodb.com';

suite('create and link of several objects', (test) => {
  test('create prints a line for each endpoint, with its object, its service and its cloud endpoint', () =>
    two(async (world) => {
      const services = ['069a53efa3d799b8d', '0340f09bc6171f50e'].map(
        (id) => `com.amazonaws.vpce.us-east-1.vpce-svc-${id}`,
      );
      const reserved = await world.run('create orders reports');
      assert.equal(reserved.stdout, `${api}/orders ${services[0]}\n${api}/reports ${services[1]}\n`);
      assert.match(reserved.stderr, /\n2 of 2 created \(11s\)\n$/);
      const placed = await world.run(`create -l team=shop ${placedInGroup(world)}`);
      const ids = world.ec2.endpoints('us-east-1').map(({ id }) => id);
      assert.equal(placed.stdout, `${api}/orders ${services[0]} ${ids[0]}\n${api}/reports ${services[1]} ${ids[1]}\n`);
      assert.equal((await world.run('create reports orders -o name')).stdout, `${api}/reports\n${api}/orders\n`);
      const { items } = JSON.parse((await world.run('create orders reports -o json')).stdout) as { items: object[] };
      assert.equal(items.length, 2);
    }));

  test('link says of each what became of it; one whose service is not reserved does not stop the other', () =>
    two(async (world) => {
      await world.run(`create orders ${placedInGroup(world)}`);
      const seen = await world.run('link orders reports');
      assert.equal(seen.stdout, `${api}/orders linked\n`);
      assert.ok(
        seen.stderr.endsWith(`
1 of 2 linked (11s); failed: 1
x ad/reports: atlasdeployment/reports declares no private endpoint
    declare one with: kubectl atlas-pe create atlasdeployment/reports -n default
    kubectl atlas-pe link ad/reports
`),
        seen.stderr,
      );
      assert.equal(seen.code, 1);
      assert.equal((await world.run('link orders')).stdout, `${api}/orders unchanged\n`);
    }));

  test('AWS is asked once for the account and the placement that they have in common; what it warns of is told of each', () =>
    two(async (world) => {
      const { vpcId, subnets } = world.account;
      const seen = await world.run(
        `create orders reports --wait=false -v 6 --vpc-id ${vpcId} --subnet-id ${subnets.a}`,
      );
      assert.equal(seen.stderr.match(/sts GetCallerIdentity/g)?.length, 1, seen.stderr);
      const asked = Map.groupBy(world.ec2.requests(), ({ action }) => action);
      for (const action of ['DescribeSubnets', 'DescribeSecurityGroups', 'DescribeVpcs'])
        assert.equal(asked.get(action)?.length, 1, action);
      assert.match(seen.stderr, /^! ad\/orders, ad\/reports: the default security group/m);
    }));

  test('--wait=false stops each before its first wait, which is not called done', () =>
    two(async (world) => {
      const seen = await world.run('create orders reports --wait=false');
      assert.equal(seen.stderr.split('\n').at(-2), '0 of 2 created; stopped because of --wait=false: 2');
      assert.match(
        seen.stderr,
        /^ad\/orders {3}stopped because of --wait=false \(next: wait for the endpoint service\); continue with: kubectl atlas-pe create ad\/orders$/m,
      );
      assert.equal(seen.code, 0);
    }));
});
