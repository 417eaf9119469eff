import assert from 'node:assert/strict';
import { DeleteVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const region = 'us-east-1';

function placed({ account }: World, subnets = `${account.subnets.a},${account.subnets.b}`): string {
  return `--subnet-id ${subnets} --security-group-id ${account.groups.open}`;
}

const warnings = (stderr: string): string[] => stderr.split('\n').filter((line) => line.startsWith('warning:'));

/** A world in which the service is reserved, in these zones. */
function reserved(zones: readonly string[], body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    await world.run('create orders');
    world.ec2.account.addService(service, { region, zones });
    await body(world);
  });
}

const everywhere = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const subnetIn = (world: World, id: string) => world.ec2.account.region(region).subnets.get(id);
const tokens = ({ ec2 }: World): readonly (string | undefined)[] =>
  ec2
    .requests()
    .filter(({ action }) => action === 'CreateVpcEndpoint')
    .map(({ params }) => params['ClientToken']);

suite('placement on AWS', (test) => {
  test('--vpc-id may be left out: the subnets tell it', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(warnings(seen.stderr), []);
      assert.equal(world.ec2.endpoints(region)[0]?.vpcId, world.account.vpcId);
      assert.match((await world.run(`create orders ${placed(world)}`)).stderr, /^ \+ (?:\d\/\d )?accept +already +/m);
    }));

  test('without the right to look at the subnets, the VPC has to be given', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const forbid = (): void =>
        world.ec2.fail({ action: 'DescribeSubnets', code: 'UnauthorizedOperation', message: 'no', times: 2 });
      forbid();
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
${accountLines.AWS}
warning: cannot check the placement before creating the endpoint: the permission ec2:DescribeSubnets is missing
error: cannot find out which VPC ${world.account.subnets.b} is in
hint: give it with --vpc-id
`,
      );
      world.ec2.heal();
      forbid();
      assert.equal((await world.run(`create orders ${placed(world)} --vpc-id ${world.account.vpcId}`)).code, 0);
    }));

  test('a subnet without a free address is refused before anything is changed, unless our endpoint took the last one', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const subnet = subnetIn(world, world.account.subnets.b);
      if (subnet !== undefined) subnet.freeAddresses = 0;
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
${accountLines.AWS}
error: the subnet ${world.account.subnets.b} in us-east-1b has no free address
hint: an endpoint needs one address in each subnet: choose another subnet
`,
      );
      if (subnet !== undefined) subnet.freeAddresses = 1;
      assert.equal((await world.run(`create orders ${placed(world)}`)).code, 0);
      assert.equal(subnet?.freeAddresses, 0);
      assert.equal((await world.run(`create orders ${placed(world)}`)).code, 0);
    }));

  test('subnets in zones that the service is not in are left out, and it says which', () =>
    reserved(['us-east-1b', 'us-east-1c'], async (world) => {
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.deepEqual(warnings(seen.stderr), [
        `warning: left out because the service is not in their zones: ${world.account.subnets.a} in us-east-1a; it is in us-east-1b, us-east-1c`,
      ]);
      assert.equal(seen.code, 0);
      assert.deepEqual(world.ec2.endpoints(region)[0]?.subnetIds, [world.account.subnets.b]);
    }));

  test('where no subnet is left it refuses', () =>
    reserved(['us-east-1c'], async (world) => {
      const seen = await world.run(`create orders ${placed(world)}`);
      const { a, b } = world.account.subnets;
      const told = [`${a} in us-east-1a`, `${b} in us-east-1b`].sort().join(', ');
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error:')),
        `error: the service is in none of the zones of the subnets: ${told}\nhint: choose subnets in us-east-1c\n`,
      );
      assert.equal(seen.code, 1);
      assert.deepEqual(world.ec2.endpoints(region), []);
    }));

  test('where the zones cannot be seen it warns and lets EC2 decide', () =>
    reserved(everywhere, async (world) => {
      world.ec2.fail({
        action: 'DescribeVpcEndpointServices',
        code: 'InvalidServiceName',
        message: `The Vpc Endpoint Service '${service}' does not exist`,
      });
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.deepEqual(warnings(seen.stderr), [
        `warning: cannot check which zones the service is in: AWS refused DescribeVpcEndpointServices in us-east-1: The Vpc Endpoint Service '${service}' does not exist (InvalidServiceName)`,
      ]);
      assert.equal(seen.code, 0);
    }));

  test('it warns of groups that nothing gets through, and of a VPC without DNS', () =>
    reserved(everywhere, async (world) => {
      const { account, ec2 } = world;
      const vpc = ec2.account.region(region).vpcs.get(account.vpcId);
      if (vpc !== undefined) vpc.dnsSupport = false;
      const dns = `warning: DNS support is off in ${account.vpcId}: the names in the connection strings would not resolve; switch it on with: aws ec2 modify-vpc-attribute --region us-east-1 --vpc-id ${account.vpcId} --enable-dns-support`;
      const closed = (which: string, group: string): string =>
        `warning: ${which} does not let TCP 1024-65535 in from ${account.vpcId} (10.20.0.0/16): Pods could not reach Atlas; let them in with: aws ec2 authorize-security-group-ingress --region us-east-1 --group-id ${group} --protocol tcp --port 1024-65535 --cidr 10.20.0.0/16`;
      const web = await world.run(
        `create orders --subnet-id ${account.subnets.a} --security-group-id ${account.groups.web}`,
      );
      assert.deepEqual(warnings(web.stderr), [closed(account.groups.web, account.groups.web), dns]);
      const none = await world.run(`create orders --subnet-id ${account.subnets.a}`);
      assert.deepEqual(warnings(none.stderr), [
        closed(`the default security group (${account.groups.default})`, account.groups.default),
        dns,
      ]);
      assert.deepEqual([web.code, none.code], [0, 0]);
    }));

  test('what may not be looked at is told, and the rest is checked', () =>
    reserved(everywhere, async (world) => {
      for (const action of ['DescribeSecurityGroups', 'DescribeVpcAttribute'])
        world.ec2.fail({ action, code: 'UnauthorizedOperation', message: 'no' });
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.deepEqual(warnings(seen.stderr), [
        'warning: cannot check the placement before creating the endpoint: the permission ec2:DescribeSecurityGroups is missing',
        'warning: cannot check the placement before creating the endpoint: the permission ec2:DescribeVpcAttribute is missing',
      ]);
      assert.equal(seen.code, 0);
    }));
});

suite('an EC2 that is not at its best', (test) => {
  test('throttling is waited out by the SDK', () =>
    reserved(everywhere, async (world) => {
      world.ec2.fail({ action: 'CreateVpcEndpoint', code: 'RequestLimitExceeded', message: 'slow down' });
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      const [first, second, ...more] = tokens(world);
      assert.deepEqual([first, more], [second, []], 'the same request again, with the same token');
    }));

  test('an endpoint that was deleted behind our back is made anew, with another token', () =>
    reserved(everywhere, async (world) => {
      await world.run(`create orders ${placed(world)}`);
      const client = new EC2Client({ region });
      const [old] = world.ec2.endpoints(region);
      await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [old?.id ?? ''] }));
      client.destroy();
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      const made = world.ec2.endpoints(region).filter(({ state }) => !state.startsWith('delet'));
      assert.equal(made.length, 1);
      assert.notEqual(made[0]?.id, old?.id);
      const used = tokens(world);
      assert.equal(used[0], used[1], 'the first try has the token that EC2 still answers with the deleted one');
      assert.notEqual(used[1], used.at(-1));
    }));

  test('one that is deleted while it is waited for is made anew in the same run', () =>
    reserved(everywhere, async (world) => {
      let deleted = false;
      const seen = await world.run(`create orders ${placed(world)}`, {
        onOutput: (text) => {
          const id = world.ec2.endpoints(region)[0]?.id;
          if (deleted || id === undefined || !/^ \* (?:\d\/\d )?accept +\d\S* +.*: pending/m.test(text)) return;
          deleted = true;
          world.ec2.setState(id, 'deleted');
        },
      });
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(seen.stderr.match(/^ \+ 3\/\d endpoint .* {2}created/gm)?.length, 2);
    }));

  test('an id is never handed to Atlas before the endpoint is pendingAcceptance', () =>
    inWorld({ ec2Delays: { pendingMs: 60_000 } }, async (world) => {
      world.deploy();
      const early = await world.run(`up orders ${placed(world)}`, {
        stopAt: / \* (?:\d\/\d )?accept +\d\S* +.*: pending/,
      });
      assert.equal(early.code, 130);
      const spec = JSON.stringify(world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.['spec']);
      assert.doesNotMatch(spec, /vpce-/);
      const seen = await world.run('up orders');
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?accept +\d\S* +ready to be linked \(pendingAcceptance\)/m);
      assert.equal(seen.code, 0);
    }));
});
