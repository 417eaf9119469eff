import assert from 'node:assert/strict';
import { DeleteVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const id = 'vpce-026b4c868ce5d755d';
const account = 'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID), region us-east-1';
const deletion = 'kubectl atlas-pe delete atlasdeployment/orders -n default --endpoint orders-pe';
const replacement =
  'kubectl atlas-pe up atlasdeployment/orders -n default --endpoint orders-pe --id vpce-026b4c868ce5d755d --recreate --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP';
const again =
  '\n  and create it again with: kubectl atlas-pe up atlasdeployment/orders -n default --endpoint orders-pe --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP\n';

/** A working endpoint. */
function available(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    const seen = await world.run(`up orders ${placed(world)}`);
    assert.equal(seen.code, 0, seen.stderr);
    await body(world);
  });
}

/** Deletes the cloud endpoint as somebody would with the AWS console. */
async function deleteByHand({ ec2, clock }: World): Promise<void> {
  const client = new EC2Client({ region: 'us-east-1' });
  await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  client.destroy();
  await clock.foreground.sleep(120_000);
  assert.notEqual(ec2.endpoint(id)?.state, 'available');
}

suite('a cloud endpoint that was lost behind the back of Atlas', (test) => {
  for (const verb of ['up', 'link']) {
    test(`${verb} looks at it: a deleted one is an error, with the commands that go on`, () =>
      available(async (world) => {
        await deleteByHand(world);
        const seen = await world.run(`${verb} orders`);
        assert.equal(
          seen.stderr,
          `endpoint orders-pe of ad/orders in namespace default
error: Atlas reports AVAILABLE, but the cloud endpoint ${id} does not exist in: ${account}
hint: nothing can connect through it; if it is elsewhere, say where with --region and --profile; if it was deleted, replace it with: ${replacement}
`,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      }));
  }

  test('what is printed replaces it, once', () =>
    available(async (world) => {
      await deleteByHand(world);
      const line = `up atlasdeployment/orders -n default --id ${id} --recreate --endpoint orders-pe ${placed(world)}`;
      const seen = await world.run(line);
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stdout, /mongodb\+srv:/);
      const made = world.ec2.endpoints('us-east-1').map((each) => each.id);
      assert.equal(made.length, 1);
      assert.notEqual(made[0], id);
      const again = await world.run(line);
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, new RegExp(`is not linked to ${id}; nothing is recreated$`, 'm'));
      assert.deepEqual(
        world.ec2.endpoints('us-east-1').map((each) => each.id),
        made,
      );
    }));

  test('delete and up go on, too, and it works again', () =>
    available(async (world) => {
      await deleteByHand(world);
      const deleted = await world.run(
        'delete atlasdeployment/orders -n default --endpoint orders-pe --keep-cloud-endpoint --yes',
      );
      assert.equal(deleted.code, 0, deleted.stderr);
      const seen = await world.run(`up atlasdeployment/orders -n default --endpoint orders-pe ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stdout, /mongodb\+srv:/);
    }));

  test('one that was rejected is an error with what AWS says', () =>
    available(async (world) => {
      world.ec2.setState(id, 'rejected', { code: 'Rejected', message: 'by the owner' });
      const seen = await world.run('up orders');
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error:')),
        `error: Atlas reports AVAILABLE, but the cloud endpoint ${id} is rejected: Rejected: by the owner
hint: nothing can connect through it; remove what is left of the endpoint with: ${deletion}${again}`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
    }));

  test('while Atlas is still connecting it, nothing is waited for', () =>
    available(async (world) => {
      await deleteByHand(world);
      world.operator.paused = true;
      world.kubernetes.store.edit(
        'atlasdeployments',
        'default',
        'orders',
        (object) => {
          const status = object['status'] as { serverlessPrivateEndpoints: { status: string }[] };
          for (const each of status.serverlessPrivateEndpoints) each.status = 'INITIATING';
        },
        'status',
      );
      const seen = await world.run('up orders --timeout 1m');
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: the cloud endpoint ${id} of endpoint "orders-pe" of atlasdeployment/orders does not exist in: `,
          'm',
        ),
      );
      assert.equal(seen.code, 1);
    }));

  test('who has no credentials is told that it was not looked at, and up goes on', () =>
    available(async (world) => {
      const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
      const seen = await world.run('up orders', { env: none });
      assert.match(
        seen.stderr,
        new RegExp(`^warning: cannot check the cloud endpoint ${id}: no AWS credentials found`, 'm'),
      );
      assert.match(seen.stdout, /mongodb\+srv:/);
      assert.match(seen.stderr, new RegExp(`^Atlas is connected to ${id}, which was not checked in the cloud`, 'm'));
      assert.equal(seen.code, 0);
    }));

  test('where the cloud cannot be reached, nothing is said of a network, not even of the one in the flags', () =>
    available(async (world) => {
      const { vpcId, subnets } = world.account;
      const env = { AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:9' };
      const seen = await world.run(`up orders --vpc-id ${vpcId} --subnet-id ${subnets.a} --timeout 20s`, { env });
      assert.match(seen.stderr, new RegExp(`^warning: cannot check the cloud endpoint ${id}: cannot reach EC2`, 'm'));
      assert.match(seen.stderr, new RegExp(`^Atlas is connected to ${id}, which was not checked in the cloud`, 'm'));
      assert.doesNotMatch(seen.stderr, /reachable/);
      assert.equal(seen.code, 0);
    }));

  test('who may not look is told so, and up goes on', () =>
    available(async (world) => {
      world.ec2.fail({ action: 'DescribeVpcEndpoints', code: 'UnauthorizedOperation', message: 'no' });
      const seen = await world.run('up orders');
      assert.match(
        seen.stderr,
        new RegExp(
          `^warning: cannot check the cloud endpoint ${id}: AWS refused DescribeVpcEndpoints in us-east-1`,
          'm',
        ),
      );
      assert.equal(seen.code, 0);
    }));

  test('status and create without a placement ask no cloud', () =>
    available(async (world) => {
      const before = world.ec2.requests().length;
      assert.match((await world.run('status orders')).stdout, /^ \+ linked .* AVAILABLE$/m);
      assert.equal((await world.run('create orders')).code, 0);
      assert.equal(world.ec2.requests().length, before);
    }));
});
