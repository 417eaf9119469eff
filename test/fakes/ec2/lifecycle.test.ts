import assert from 'node:assert/strict';
import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { serviceName, withEc2, type Bench } from './fixture.ts';

async function create({ client, wanted }: Bench): Promise<string> {
  const { VpcEndpoint } = await client.send(new CreateVpcEndpointCommand(wanted()));
  return VpcEndpoint?.VpcEndpointId ?? '';
}

async function stateOf({ client }: Bench, id: string): Promise<string | undefined> {
  const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  return VpcEndpoints?.[0]?.State;
}

suite('an endpoint', (test) => {
  test('waits for its owner, and is available some time after acceptance', () =>
    withEc2(async (bench) => {
      const id = await create(bench);
      const seen = [await stateOf(bench, id)];
      for (const ms of [99, 1, 10_000]) {
        bench.clock.pass(ms);
        seen.push(await stateOf(bench, id));
      }
      assert.deepEqual(seen, ['pending', 'pending', 'pendingAcceptance', 'pendingAcceptance']);
      bench.accepted.add(id);
      const then = [await stateOf(bench, id)];
      for (const ms of [199, 1]) {
        bench.clock.pass(ms);
        then.push(await stateOf(bench, id));
      }
      assert.deepEqual(then, ['pending', 'pending', 'available']);
    }));

  test('is not accepted before it is ready to be', () => {
    const asked: string[] = [];
    const accepted = (id: string): boolean => asked.push(id) < 0;
    return withEc2(
      async (bench) => {
        const id = await create(bench);
        await stateOf(bench, id);
        assert.deepEqual(asked, []);
        bench.clock.pass(100);
        await stateOf(bench, id);
        assert.deepEqual(asked, [id]);
      },
      { accepted, delays: { pendingMs: 100 } },
    );
  });

  test('can be pendingAcceptance in the very answer that creates it', () =>
    withEc2(
      async ({ client, wanted }) => {
        const { VpcEndpoint } = await client.send(new CreateVpcEndpointCommand(wanted()));
        // The SDK's own type says PendingAcceptance.
        assert.equal(String(VpcEndpoint?.State), 'pendingAcceptance');
      },
      { delays: { pendingMs: 0 } },
    ));

  test('of a service that accepts everyone goes straight to available', () =>
    withEc2(async (bench) => {
      bench.ec2.account.addService(serviceName, {
        region: 'us-east-1',
        zones: bench.seed.zones,
        acceptanceRequired: false,
      });
      const id = await create(bench);
      assert.equal(await stateOf(bench, id), 'pending');
      bench.clock.pass(100);
      assert.equal(await stateOf(bench, id), 'available');
    }));

  test('is deleting, then deleted, then unknown, and gives its address back', () =>
    withEc2(async (bench) => {
      const { client, clock, seed } = bench;
      const free = async (): Promise<number | undefined> =>
        (await client.send(new DescribeSubnetsCommand({ SubnetIds: [seed.subnets.a] }))).Subnets?.[0]
          ?.AvailableIpAddressCount;
      const before = await free();
      const id = await create(bench);
      assert.equal(await free(), (before ?? 0) - 1);
      const { Unsuccessful } = await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
      assert.deepEqual(Unsuccessful, []);
      const seen = [await stateOf(bench, id)];
      for (const ms of [299, 1, 399]) {
        clock.pass(ms);
        seen.push(await stateOf(bench, id));
      }
      assert.deepEqual(seen, ['deleting', 'deleting', 'deleted', 'deleted']);
      assert.equal(await free(), before);
      clock.pass(1);
      assert.equal((await rejection(stateOf(bench, id))).name, 'InvalidVpcEndpointId.NotFound');
    }));

  test('that is unknown or deleted is Unsuccessful in an answer of 200 that deletes the others', () =>
    withEc2(async (bench) => {
      const [gone, standing] = [await create(bench), await create(bench)];
      bench.ec2.setState(gone, 'deleted');
      const { Unsuccessful, $metadata } = await bench.client.send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0abc', gone, standing] }),
      );
      assert.equal($metadata.httpStatusCode, 200);
      assert.deepEqual(
        Unsuccessful?.map(({ ResourceId, Error }) => [ResourceId, Error?.Code, Error?.Message]),
        ['vpce-0abc', gone].map((id) => [
          id,
          'InvalidVpcEndpoint.NotFound',
          `The Vpc Endpoint Id '${id}' does not exist`,
        ]),
      );
      assert.equal(await stateOf(bench, standing), 'deleting');
    }));

  test('whose deletion is to be refused on demand is listed as Unsuccessful, and stands', () =>
    withEc2(async (bench) => {
      const [one, two] = [await create(bench), await create(bench)];
      const code = 'DependencyViolation';
      bench.ec2.fail({ action: 'DeleteVpcEndpoints', code, message: 'It is in use.', deletion: 'unsuccessful' });
      const command = new DeleteVpcEndpointsCommand({ VpcEndpointIds: [one, two] });
      const { Unsuccessful, $metadata } = await bench.client.send(command);
      assert.equal($metadata.httpStatusCode, 200);
      assert.deepEqual(
        Unsuccessful?.map(({ ResourceId, Error }) => [ResourceId, Error?.Code, Error?.Message]),
        [one, two].map((id) => [id, code, 'It is in use.']),
      );
      assert.deepEqual([await stateOf(bench, one), await stateOf(bench, two)], ['pending', 'pending']);
      assert.deepEqual((await bench.client.send(command)).Unsuccessful, []);
    }));

  test('whose deletion is to fail later is deleting, then failed, and can be deleted again', () =>
    withEc2(async (bench) => {
      const id = await create(bench);
      bench.ec2.fail({ action: 'DeleteVpcEndpoints', code: 'InternalError', message: 'Broken.', deletion: 'later' });
      const command = new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] });
      assert.deepEqual((await bench.client.send(command)).Unsuccessful, []);
      bench.clock.pass(299);
      assert.equal(await stateOf(bench, id), 'deleting');
      bench.clock.pass(1);
      const { VpcEndpoints } = await bench.client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
      assert.equal(String(VpcEndpoints?.[0]?.State), 'failed');
      assert.deepEqual(VpcEndpoints?.[0]?.LastError, { Code: 'InternalError', Message: 'Broken.' });
      await bench.client.send(command);
      bench.clock.pass(300);
      assert.equal(await stateOf(bench, id), 'deleted');
    }));

  test('that was rejected says why and is not revived by a later acceptance', () =>
    withEc2(async (bench) => {
      const id = await create(bench);
      bench.ec2.setState(id, 'rejected', { code: 'Rejected', message: 'not today' });
      bench.accepted.add(id);
      bench.clock.pass(10_000);
      const { VpcEndpoints } = await bench.client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
      assert.equal(String(VpcEndpoints?.[0]?.State), 'rejected');
      assert.deepEqual(VpcEndpoints?.[0]?.LastError, { Code: 'Rejected', Message: 'not today' });
      assert.equal(VpcEndpoints?.[0]?.FailureReason, 'not today');
    }));

  test('is shown to assertions in the state that the clock says', () =>
    withEc2(async (bench) => {
      const id = await create(bench);
      assert.equal(bench.ec2.endpoint(id)?.state, 'pending');
      bench.clock.pass(100);
      assert.equal(bench.ec2.endpoint(id)?.state, 'pendingAcceptance');
      assert.deepEqual(
        bench.ec2.endpoints('us-east-1').map((endpoint) => [endpoint.id, endpoint.serviceName, endpoint.subnetIds]),
        [[id, serviceName, [bench.seed.subnets.a]]],
      );
      assert.deepEqual(bench.ec2.endpoints('eu-west-1'), []);
    }));
});
