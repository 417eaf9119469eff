import assert from 'node:assert/strict';
import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  type CreateVpcEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { serviceName, withEc2, type Bench } from './fixture.ts';

suite('CreateVpcEndpoint', (test) => {
  test('answers with interfaces, names, groups and tags as AWS shapes them', () =>
    withEc2(async ({ client, seed, wanted }) => {
      const tags = [{ Key: 'a:b/c', Value: '<x> & "y"' }];
      const { VpcEndpoint: made } = await client.send(
        new CreateVpcEndpointCommand(
          wanted({
            SubnetIds: [seed.subnets.b, seed.subnets.a],
            TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: tags }],
          }),
        ),
      );
      const id = made?.VpcEndpointId ?? '';
      assert.match(id, /^vpce-[0-9a-f]{17}$/);
      assert.equal(made?.NetworkInterfaceIds?.length, 2);
      assert.deepEqual(made?.SubnetIds, [seed.subnets.b, seed.subnets.a]);
      assert.deepEqual(made?.Groups, [{ GroupId: seed.groups.open, GroupName: 'atlas-clients' }]);
      assert.deepEqual(made?.Tags, tags);
      assert.deepEqual(
        [made?.ServiceName, made?.ServiceRegion, made?.PrivateDnsEnabled],
        [serviceName, 'us-east-1', false],
      );
      assert.equal(made?.CreationTimestamp?.toISOString(), '2026-09-01T00:00:00.000Z');
      const names = made?.DnsEntries?.map(({ DnsName }) => (DnsName ?? '').replace(/-[0-9a-z]{8}(?=[.-])/, '-SUFFIX'));
      const domain = 'vpce-svc-0aaaabbbbccccdddd.us-east-1.vpce.amazonaws.com';
      assert.deepEqual(names, [
        `${id}-SUFFIX.${domain}`,
        `${id}-SUFFIX-us-east-1b.${domain}`,
        `${id}-SUFFIX-us-east-1a.${domain}`,
      ]);
    }));

  test('takes the default group of the VPC when none is given, and makes no interface without a subnet', () =>
    withEc2(async ({ client, seed, wanted }) => {
      const { VpcEndpoint } = await client.send(
        new CreateVpcEndpointCommand(wanted({ SecurityGroupIds: undefined, SubnetIds: undefined })),
      );
      assert.deepEqual(VpcEndpoint?.Groups, [{ GroupId: seed.groups.default, GroupName: 'default' }]);
      assert.deepEqual(VpcEndpoint?.NetworkInterfaceIds, []);
    }));

  const refusals: [string, (bench: Bench) => Partial<CreateVpcEndpointCommandInput>, string, RegExp][] = [
    [
      'no type, with subnets',
      () => ({ VpcEndpointType: undefined }),
      'InvalidParameter',
      /Subnet IDs are only supported for Interface/,
    ],
    [
      'no type, without subnets',
      () => ({ VpcEndpointType: undefined, SubnetIds: undefined, SecurityGroupIds: undefined }),
      'InvalidParameter',
      /Endpoint type \(Gateway\) does not match available service types \(\[Interface\]\)/,
    ],
    [
      'route tables',
      () => ({ RouteTableIds: ['rtb-0a'] }),
      'InvalidParameter',
      /Route table IDs are only supported for Gateway/,
    ],
    ['no VPC', () => ({ VpcId: undefined }), 'MissingParameter', /VpcId/],
    ['no service', () => ({ ServiceName: undefined }), 'MissingParameter', /ServiceName/],
    ['a malformed VPC', () => ({ VpcId: 'prod' }), 'InvalidVpcId.Malformed', /'prod' \(expecting 'vpc-/],
    ['an unknown VPC', () => ({ VpcId: 'vpc-0abc' }), 'InvalidVpcId.NotFound', /'vpc-0abc' does not exist/],
    [
      'a malformed subnet',
      () => ({ SubnetIds: ['Subnet-1'] }),
      'InvalidSubnetId.Malformed',
      /'Subnet-1' \(expecting 'subnet-/,
    ],
    [
      'an unknown subnet',
      () => ({ SubnetIds: ['subnet-0abc'] }),
      'InvalidSubnetId.NotFound',
      /The subnet ID 'subnet-0abc' does not exist/,
    ],
    [
      'a subnet of another VPC',
      ({ seed }) => ({ SubnetIds: [seed.other.subnetId] }),
      'InvalidParameter',
      /does not belong to VPC/,
    ],
    [
      'a malformed group',
      () => ({ SecurityGroupIds: ['web'] }),
      'InvalidSecurityGroupId.Malformed',
      /'web' \(expecting 'sg-/,
    ],
    [
      'an unknown group',
      () => ({ SecurityGroupIds: ['sg-0abc'] }),
      'InvalidSecurityGroupID.NotFound',
      /'sg-0abc' does not exist/,
    ],
    [
      'a group of another VPC',
      ({ seed }) => ({ SecurityGroupIds: [seed.other.groupId] }),
      'InvalidGroup.NotFound',
      /does not exist in VPC 'vpc-/,
    ],
    [
      'two subnets in one zone',
      ({ seed }) => ({ SubnetIds: [seed.subnets.a, seed.subnets.a2] }),
      'DuplicateSubnetsInSameZone',
      /Found another VPC endpoint subnet in the availability zone of subnet-/,
    ],
    [
      'a zone that the service is not in',
      ({ seed }) => ({ SubnetIds: [seed.subnets.c] }),
      'InvalidParameter',
      /does not support the availability zone of the subnet: subnet-/,
    ],
    [
      'an unknown service',
      () => ({ ServiceName: `${serviceName}0` }),
      'InvalidServiceName',
      /The Vpc Endpoint Service '.*0' does not exist/,
    ],
    ['a service of another region', () => ({ ServiceRegion: 'eu-west-1' }), 'InvalidServiceName', /does not exist/],
    [
      'private DNS',
      () => ({ PrivateDnsEnabled: true }),
      'InvalidParameter',
      /Private DNS can't be enabled because the service .* does not provide a private DNS name/,
    ],
    ['a long token', () => ({ ClientToken: 'x'.repeat(65) }), 'InvalidParameterValue', /clientToken/],
    [
      'tags for another type',
      () => ({ TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: 'a', Value: 'b' }] }] }),
      'InvalidParameterValue',
      /'subnet' is not a valid taggable resource type/,
    ],
    [
      'a reserved tag',
      () => ({ TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: [{ Key: 'aws:x', Value: 'b' }] }] }),
      'InvalidParameterValue',
      /'aws:' are reserved/,
    ],
    [
      'what the fake does not model',
      () => ({ SubnetConfigurations: [{ Ipv4: '10.20.1.9' }] }),
      'UnknownParameter',
      /SubnetConfiguration/,
    ],
  ];
  for (const [name, changes, code, message] of refusals) {
    test(`refuses ${name} with ${code} and makes nothing`, () =>
      withEc2(async (bench) => {
        const before = bench.ec2.account.region('us-east-1').subnets.get(bench.seed.subnets.a)?.freeAddresses;
        const error = await rejection(bench.client.send(new CreateVpcEndpointCommand(bench.wanted(changes(bench)))));
        assert.equal(error.name, code);
        assert.match(error.message, message);
        assert.deepEqual(bench.ec2.endpoints('us-east-1'), []);
        assert.equal(bench.ec2.account.region('us-east-1').subnets.get(bench.seed.subnets.a)?.freeAddresses, before);
      }));
  }

  test('needs a free address in each subnet', () =>
    withEc2(async ({ ec2, client, seed, wanted }) => {
      const full = ec2.account.addSubnet({
        region: 'us-east-1',
        vpcId: seed.vpcId,
        zone: seed.zones[1],
        freeAddresses: 1,
      });
      const input = wanted({ SubnetIds: [seed.subnets.a, full.id] });
      await client.send(new CreateVpcEndpointCommand(input));
      assert.equal(
        (await rejection(client.send(new CreateVpcEndpointCommand(input)))).name,
        'InsufficientFreeAddressesInSubnet',
      );
    }));

  test('stops at the quota of the VPC, and a deletion makes room', () =>
    withEc2(
      async ({ client, wanted }) => {
        const first = await client.send(new CreateVpcEndpointCommand(wanted()));
        await client.send(new CreateVpcEndpointCommand(wanted()));
        assert.equal(
          (await rejection(client.send(new CreateVpcEndpointCommand(wanted())))).name,
          'VpcEndpointLimitExceeded',
        );
        await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [first.VpcEndpoint?.VpcEndpointId ?? ''] }));
        await client.send(new CreateVpcEndpointCommand(wanted()));
      },
      { endpointsPerVpc: 2 },
    ));

  test('reaches a service of another region that is offered here', () =>
    withEc2(async ({ ec2, client, wanted }) => {
      const far = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0f';
      ec2.account.addService(far, { region: 'eu-west-1', zones: ['eu-west-1a'], remoteRegions: ['us-east-1'] });
      assert.equal(
        (await rejection(client.send(new CreateVpcEndpointCommand(wanted({ ServiceName: far }))))).name,
        'InvalidServiceName',
      );
      const { VpcEndpoint } = await client.send(
        new CreateVpcEndpointCommand(wanted({ ServiceName: far, ServiceRegion: 'eu-west-1' })),
      );
      assert.equal(VpcEndpoint?.ServiceRegion, 'eu-west-1');
      ec2.account.addService(far, { region: 'eu-west-1', zones: ['eu-west-1a'], remoteRegions: ['us-west-2'] });
      const refused = client.send(
        new CreateVpcEndpointCommand(wanted({ ServiceName: far, ServiceRegion: 'eu-west-1' })),
      );
      assert.equal((await rejection(refused)).name, 'InvalidServiceName');
    }));

  test('offers private DNS where the service has a name for it', () =>
    withEc2(async ({ ec2, client, wanted }) => {
      ec2.account.addService('com.amazonaws.us-east-1.sts', {
        region: 'us-east-1',
        zones: ['us-east-1a'],
        privateDnsName: 'sts.us-east-1.amazonaws.com',
      });
      const changes = { ServiceName: 'com.amazonaws.us-east-1.sts', PrivateDnsEnabled: undefined };
      const { VpcEndpoint } = await client.send(new CreateVpcEndpointCommand(wanted(changes)));
      assert.equal(VpcEndpoint?.PrivateDnsEnabled, true);
      assert.match(
        VpcEndpoint?.DnsEntries?.[0]?.DnsName ?? '',
        /^vpce-[0-9a-f]+-[0-9a-f]{8}\.sts\.us-east-1\.vpce\.amazonaws\.com$/,
      );
    }));
});
