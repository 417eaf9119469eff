import assert from 'node:assert/strict';
import { CreateVpcEndpointCommand, DeleteVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { serviceName, withEc2, type Bench } from './fixture.ts';

const tags = (value: string) => [{ ResourceType: 'vpc-endpoint' as const, Tags: [{ Key: 'owner', Value: value }] }];

async function create({ client, wanted }: Bench, changes: Parameters<Bench['wanted']>[0]): Promise<string | undefined> {
  return (await client.send(new CreateVpcEndpointCommand(wanted(changes)))).VpcEndpoint?.VpcEndpointId;
}

suite('a ClientToken', (test) => {
  test('gives the same endpoint again for the same request, and is in the answer', () =>
    withEc2(async (bench) => {
      const { client, wanted, ec2 } = bench;
      const input = wanted({ ClientToken: 'token-1', TagSpecifications: tags('a') });
      const first = await client.send(new CreateVpcEndpointCommand(input));
      const second = await client.send(new CreateVpcEndpointCommand(input));
      assert.equal(first.ClientToken, 'token-1');
      assert.equal(second.VpcEndpoint?.VpcEndpointId, first.VpcEndpoint?.VpcEndpointId);
      assert.equal(ec2.endpoints('us-east-1').length, 1);
    }));

  test('is refused with other parameters, tags among them, and makes nothing', () =>
    withEc2(async (bench) => {
      await create(bench, { ClientToken: 'token-1', TagSpecifications: tags('a') });
      for (const changes of [
        { SubnetIds: [bench.seed.subnets.b], TagSpecifications: tags('a') },
        { TagSpecifications: tags('b') },
        {},
      ]) {
        const error = await rejection(create(bench, { ClientToken: 'token-1', ...changes }));
        assert.equal(error.name, 'IdempotentParameterMismatch');
      }
      assert.equal(bench.ec2.endpoints('us-east-1').length, 1);
    }));

  test('is another one in other letters and in another region', () =>
    withEc2(async (bench) => {
      const first = await create(bench, { ClientToken: 'token' });
      assert.notEqual(await create(bench, { ClientToken: 'TOKEN' }), first);
      const vpc = bench.ec2.account.addVpc({ region: 'eu-west-1' });
      bench.ec2.account.addService(serviceName, { region: 'eu-west-1', zones: [] });
      const away = { ...bench, client: bench.connect('eu-west-1') };
      await create(away, { ClientToken: 'token', VpcId: vpc.id, SubnetIds: undefined, SecurityGroupIds: undefined });
      assert.deepEqual([bench.ec2.endpoints('us-east-1').length, bench.ec2.endpoints('eu-west-1').length], [2, 1]);
    }));

  test('goes on answering with an endpoint that has been deleted', () =>
    withEc2(async (bench) => {
      const id = await create(bench, { ClientToken: 'token' });
      await bench.client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id ?? ''] }));
      bench.clock.pass(300 + 400);
      const { VpcEndpoint } = await bench.client.send(
        new CreateVpcEndpointCommand(bench.wanted({ ClientToken: 'token' })),
      );
      assert.deepEqual([VpcEndpoint?.VpcEndpointId, VpcEndpoint?.State?.toString()], [id, 'deleted']);
      assert.deepEqual(bench.ec2.endpoints('us-east-1'), []);
    }));

  test('is not kept of a request that was refused', () =>
    withEc2(async (bench) => {
      await rejection(create(bench, { ClientToken: 'token', SubnetIds: [bench.seed.subnets.c] }));
      await create(bench, { ClientToken: 'token' });
    }));

  test('that is missing makes a second endpoint of an equal request', () =>
    withEc2(async (bench) => {
      assert.notEqual(await create(bench, {}), await create(bench, {}));
      assert.equal(bench.ec2.endpoints('us-east-1').length, 2);
    }));
});

suite('DryRun', (test) => {
  test('says that the request would have succeeded, with 412, and does nothing', () =>
    withEc2(async ({ client, wanted, ec2 }) => {
      const error = await rejection(
        client.send(new CreateVpcEndpointCommand(wanted({ DryRun: true, ClientToken: 'token' }))),
      );
      assert.equal(error.name, 'DryRunOperation');
      assert.equal((error as Error & { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode, 412);
      assert.deepEqual(ec2.endpoints('us-east-1'), []);
    }));

  test('deletes nothing', () =>
    withEc2(async (bench) => {
      const id = (await create(bench, {})) ?? '';
      const error = await rejection(
        bench.client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id], DryRun: true })),
      );
      assert.equal(error.name, 'DryRunOperation');
      assert.equal(bench.ec2.endpoint(id)?.state, 'pending');
    }));

  test('is UnauthorizedOperation for who may not', () =>
    withEc2(async (bench) => {
      bench.ec2.fail({
        action: 'CreateVpcEndpoint',
        code: 'UnauthorizedOperation',
        message: 'You are not authorized to perform this operation.',
      });
      assert.equal((await rejection(create(bench, { DryRun: true }))).name, 'UnauthorizedOperation');
    }));
});
