import assert from 'node:assert/strict';
import { CreateVpcEndpointCommand, DescribeVpcEndpointsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { withEc2 } from './fixture.ts';

suite('a failure on demand', (test) => {
  test('hits its action as often as asked, and no other', () =>
    withEc2(async ({ ec2, client }) => {
      ec2.fail({
        action: 'DescribeVpcEndpoints',
        code: 'RequestLimitExceeded',
        message: 'Request limit exceeded.',
        times: 2,
      });
      await client.send(new DescribeVpcsCommand({}));
      for (let n = 0; n < 2; n += 1) {
        const error = await rejection(client.send(new DescribeVpcEndpointsCommand({})));
        assert.deepEqual([error.name, error.message], ['RequestLimitExceeded', 'Request limit exceeded.']);
      }
      await client.send(new DescribeVpcEndpointsCommand({}));
    }));

  test('lasts until healed when it has no end', () =>
    withEc2(async ({ ec2, client }) => {
      ec2.fail({ action: '*', code: 'AuthFailure', times: Infinity });
      for (let n = 0; n < 3; n += 1)
        assert.equal((await rejection(client.send(new DescribeVpcsCommand({})))).name, 'AuthFailure');
      ec2.heal();
      await client.send(new DescribeVpcsCommand({}));
    }));

  test('before the effect makes nothing', () =>
    withEc2(async ({ ec2, client, wanted }) => {
      ec2.fail({ action: 'CreateVpcEndpoint', code: 'InternalError' });
      await rejection(client.send(new CreateVpcEndpointCommand(wanted())));
      assert.deepEqual(ec2.endpoints('us-east-1'), []);
    }));

  for (const [how, code] of [
    ['an error of 500', 'InternalError'],
    ['a dropped connection', undefined],
  ] as const) {
    test(`after the effect, by ${how}, leaves an endpoint that a ClientToken finds again`, () =>
      withEc2(async ({ ec2, client, wanted }) => {
        const create = new CreateVpcEndpointCommand(wanted({ ClientToken: 'token' }));
        ec2.fail({ action: 'CreateVpcEndpoint', afterEffect: true, ...(code === undefined ? {} : { code }) });
        const error = await rejection(client.send(create));
        assert.equal('Code' in error ? error.Code : undefined, code);
        const [made] = ec2.endpoints('us-east-1');
        const { VpcEndpoint } = await client.send(create);
        assert.equal(VpcEndpoint?.VpcEndpointId, made?.id);
        assert.equal(ec2.endpoints('us-east-1').length, 1);
      }));
  }

  test('leaves nothing in flight', () =>
    withEc2(async ({ ec2, client }) => {
      ec2.fail({ action: 'DescribeVpcs' });
      await rejection(client.send(new DescribeVpcsCommand({})));
      await client.send(new DescribeVpcsCommand({}));
      assert.equal(ec2.inflight(), 0);
    }));
});

suite('what arrived', (test) => {
  test('is kept with its action, region and parameters, refused or not', () =>
    withEc2(async ({ ec2, client, connect, wanted, seed }) => {
      await client.send(new CreateVpcEndpointCommand(wanted()));
      ec2.fail({ action: 'DescribeVpcs', code: 'UnauthorizedOperation' });
      await rejection(connect('eu-west-1').send(new DescribeVpcsCommand({})));
      assert.deepEqual(
        ec2.requests().map(({ action, region }) => [action, region]),
        [
          ['CreateVpcEndpoint', 'us-east-1'],
          ['DescribeVpcs', 'eu-west-1'],
        ],
      );
      assert.deepEqual(
        [
          ec2.requests()[0]?.params['SubnetId.1'],
          ec2.requests()[0]?.params['PrivateDnsEnabled'],
          ec2.requests()[0]?.params['ClientToken'],
        ],
        [seed.subnets.a, 'false', undefined],
      );
    }));

  test('is in flight until its answer is out', () => {
    const gate = Promise.withResolvers<boolean>();
    const asked = Promise.withResolvers<void>();
    const accepted = (): Promise<boolean> => {
      asked.resolve();
      return gate.promise;
    };
    return withEc2(
      async ({ ec2, client, wanted }) => {
        await client.send(new CreateVpcEndpointCommand(wanted()));
        const waiting = client.send(new DescribeVpcEndpointsCommand({}));
        await asked.promise;
        assert.equal(ec2.inflight(), 1);
        gate.resolve(true);
        await waiting;
      },
      { accepted, delays: { pendingMs: 0 } },
    );
  });
});
