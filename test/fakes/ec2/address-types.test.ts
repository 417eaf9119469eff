import assert from 'node:assert/strict';
import {
  CreateVpcEndpointCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type IpAddressType,
} from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { type Bench, serviceName, withEc2 } from './fixture.ts';

const region = 'us-east-1';

/** A VPC with one subnet of each kind in the zone a, and the service with these families. */
function kinds({ ec2: { account } }: Bench, families: readonly ('ipv4' | 'ipv6')[]): Record<string, string> {
  const vpc = account.addVpc({ region, ipv6Cidr: '2600:1f18:1:2300::/56' }).id;
  const zone = `${region}a`;
  const place = { region, vpcId: vpc, zone };
  account.addService(serviceName, { region, zones: [zone], families });
  return {
    vpc,
    ipv4: account.addSubnet(place).id,
    both: account.addSubnet({ ...place, ipv6Cidr: '2600:1f18:1:2301::/64' }).id,
    ipv6: account.addSubnet({ ...place, ipv6Cidr: '2600:1f18:1:2302::/64', ipv6Native: true }).id,
  };
}

suite('the addresses of an endpoint', (test) => {
  for (const [type, fitting] of [
    [undefined, ['ipv4', 'both']],
    ['ipv4', ['ipv4', 'both']],
    ['dualstack', ['both']],
    ['ipv6', ['ipv6']],
  ] as const) {
    test(`${type ?? 'without a type'}: in ${fitting.join(' and ')}, in no other subnet`, () =>
      withEc2(async (bench) => {
        const subnets = kinds(bench, ['ipv4', 'ipv6']);
        for (const name of ['ipv4', 'both', 'ipv6']) {
          const wanted = { VpcId: subnets['vpc'], SubnetIds: [subnets[name] ?? ''], SecurityGroupIds: undefined };
          const input = bench.wanted({ ...wanted, ...(type === undefined ? {} : { IpAddressType: type }) });
          const made = bench.client.send(new CreateVpcEndpointCommand(input));
          if (!fitting.some((each) => each === name)) {
            assert.match(String(await rejection(made)), /does not support the ip address type/);
            continue;
          }
          const { VpcEndpoint } = await made;
          assert.deepEqual(
            [VpcEndpoint?.IpAddressType, VpcEndpoint?.DnsOptions?.DnsRecordIpType],
            [type ?? 'ipv4', type ?? 'ipv4'],
          );
        }
      }));
  }

  test('a service of one family takes requests over that one only, and says so', () =>
    withEc2(async (bench) => {
      const { vpc, both } = kinds(bench, ['ipv4']);
      const send = (IpAddressType: string): Promise<unknown> =>
        bench.client.send(
          new CreateVpcEndpointCommand(
            bench.wanted({
              VpcId: vpc,
              SubnetIds: [both ?? ''],
              SecurityGroupIds: undefined,
              IpAddressType: IpAddressType as IpAddressType,
            }),
          ),
        );
      assert.match(String(await rejection(send('dualstack'))), /The service .* does not support the ip address type/);
      assert.equal((await rejection(send('ipx'))).name, 'InvalidParameterValue');
      const { ServiceDetails } = await bench.client.send(
        new DescribeVpcEndpointServicesCommand({ ServiceNames: [serviceName] }),
      );
      assert.deepEqual(ServiceDetails?.[0]?.SupportedIpAddressTypes, ['ipv4']);
    }));

  test('VPCs and subnets list their IPv6 blocks, and an endpoint with IPv6 alone takes no IPv4 address', () =>
    withEc2(async (bench) => {
      const { vpc = '', ipv6 = '' } = kinds(bench, ['ipv6']);
      const { Vpcs } = await bench.client.send(new DescribeVpcsCommand({ VpcIds: [vpc] }));
      assert.equal(Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock, '2600:1f18:1:2300::/56');
      const input = bench.wanted({ VpcId: vpc, SubnetIds: [ipv6], SecurityGroupIds: undefined, IpAddressType: 'ipv6' });
      await bench.client.send(new CreateVpcEndpointCommand(input));
      const filter = { Filters: [{ Name: 'ipv6-native', Values: ['true'] }] };
      const { Subnets } = await bench.client.send(new DescribeSubnetsCommand(filter));
      assert.deepEqual(
        Subnets?.map((each) => [each.SubnetId, each.Ipv6Native, each.CidrBlock, each.AvailableIpAddressCount]),
        [[ipv6, true, undefined, 0]],
      );
      const found = await bench.client.send(
        new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'ip-address-type', Values: ['ipv6'] }] }),
      );
      assert.equal(found.VpcEndpoints?.length, 1);
    }));
});
