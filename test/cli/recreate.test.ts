import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const region = 'us-east-1';

function fail(world: World): void {
  for (const endpoint of world.operator.instance('orders').endpoints)
    Object.assign(endpoint, { status: 'FAILED', errorMessage: 'the service broke' });
  world.operator.changed('default', 'orders');
}

function addNode({ kubernetes }: World, name: string, providerID: string): void {
  kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'topology.kubernetes.io/region': region } },
    spec: { providerID },
  });
}

/** A connected endpoint that has failed, in a cluster with a node. */
function failed(body: (world: World, old: string) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    const { ec2, account } = world;
    world.deploy();
    const { code, stderr } = await world.run(`up orders ${placed(world)}`);
    assert.equal(code, 0, stderr);
    fail(world);
    const groupIds = [account.groups.open];
    const { id } = ec2.account.addInstance({ region, subnetId: account.subnets.b, groupIds, privateIp: '10.20.2.10' });
    addNode(world, 'ip-10-20-2-10', `aws:///us-east-1b/${id}`);
    await body(world, ec2.endpoints(region)[0]?.id ?? '');
  });
}

suite('--recreate', (test) => {
  test('with --from-nodes it places the new endpoint beside the nodes, and names the old one with its command', () =>
    failed(async (world, old) => {
      const seen = await world.run('up orders --recreate --from-nodes --yes');
      assert.equal(seen.code, 0, seen.stderr);
      const [, made, more] = world.ec2.endpoints(region);
      assert.deepEqual([made?.subnetIds, more], [[world.account.subnets.b], undefined]);
      assert.equal(made?.serviceName, world.operator.instance('orders').endpoints[0]?.endpointServiceName);
      assert.match(
        seen.stderr,
        new RegExp(
          `^ \\+ (?:\\d/\\d )?remove +(?:\\d\\S* +)?removed from the spec\nnote: the cloud endpoint ${old}, which endpoint "orders-pe" of atlasdeployment/orders was connected to, is kept; delete it with: aws ec2 delete-vpc-endpoints --region ${region} --vpc-endpoint-ids ${old}$`,
          'm',
        ),
      );
    }));

  test('with --from-nodes --dry-run it shows the placement, and nothing is removed', () =>
    failed(async (world) => {
      const seen = await world.run('up orders --recreate --from-nodes --dry-run');
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, new RegExp(`^ {2}as flags .*--subnet-id ${world.account.subnets.b} `, 'm'));
      assert.match(seen.stdout, /^ {3}1\/9 remove {13}remove it from the spec: .* has failed: /m);
      assert.equal(world.operator.instance('orders').endpoints[0]?.status, 'FAILED');
    }));

  test('with --dry-run=server the API server checks the removal, and what comes after it is shown', () =>
    failed(async (world, old) => {
      const seen = await world.run('up orders --recreate --dry-run=server -o yaml');
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stdout, /^ {4}privateEndpoints:\n {6}- name: orders-pe\n$/m);
      assert.match(
        seen.stderr,
        /^note: the API server has checked the removal from atlasdeployment\/orders; what is added after it can be checked only then$/m,
      );
      assert.match(
        seen.stderr,
        new RegExp(`^note: .*the cloud endpoint ${old}, which .* is kept; delete it with: aws `, 'm'),
      );
      assert.equal(world.operator.instance('orders').endpoints[0]?.status, 'FAILED');
    }));

  test('where nobody agrees to the placement, nothing is removed', () =>
    failed(async (world) => {
      const seen = await world.run('up orders --recreate --from-nodes');
      assert.match(seen.stderr, /^error: --yes is required to create the cloud endpoint there/m);
      assert.equal(world.operator.instance('orders').endpoints[0]?.status, 'FAILED');
    }));

  test('with the subnet alone: the VPC is read from it before anything is removed', () =>
    failed(async (world) => {
      const seen = await world.run(`up orders --recreate --region ${region} --subnet-id ${world.account.subnets.a}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(world.ec2.endpoints(region).length, 2);
    }));

  test('the account is told before the removal is asked about, and where the answer is no, nothing is removed', () =>
    failed(async (world) => {
      const place = `--region ${region} --subnet-id ${world.account.subnets.a}`;
      const seen = await world.run(`up orders --recreate ${place}`, { answers: ['n'] });
      const question =
        '--recreate removes endpoint "orders-pe" of atlasdeployment/orders, and its new service gets another name';
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
${accountLines.AWS}
${question}; continue? (y/N): error: not confirmed; nothing was changed
hint: answer y, or pass --yes
`,
      );
      assert.equal(world.operator.instance('orders').endpoints[0]?.status, 'FAILED');
    }));

  test('without a placement nothing is changed in the cloud, and no account is told', () =>
    failed(async (world) => {
      const seen = await world.run('create orders --recreate', { answers: ['n'] });
      assert.match(seen.stderr, /^endpoint .*\n--recreate removes .* continue\? /);
    }));

  test('on Azure the old endpoint keeps its name, and the new one gets another', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const { nodes } = world.azure.subnets;
      const up = await world.run(`up orders --subnet ${nodes}`);
      assert.equal(up.code, 0, up.stderr);
      const [old] = world.arm.endpoints();
      fail(world);
      addNode(world, 'aks-pool1-0', `azure://${world.azure.scaleSet}/virtualMachines/0`);
      const seen = await world.run('up orders --recreate --from-nodes --yes');
      assert.equal(seen.code, 0, seen.stderr);
      const names = world.arm.endpoints().map(({ id }) => id);
      assert.equal(new Set(names).size, 2);
      assert.match(
        seen.stderr,
        new RegExp(
          `^note: the cloud endpoint ${old?.id}, .* az network private-endpoint delete --ids ${old?.id}$`,
          'm',
        ),
      );
    }));
});
