import assert from 'node:assert/strict';
import {
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { serviceName, withEc2 } from './fixture.ts';

suite('the network', (test) => {
  test('has subnets with their VPC, zone and free addresses', () =>
    withEc2(async ({ client, seed }) => {
      const { Subnets } = await client.send(
        new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [seed.vpcId] }] }),
      );
      assert.deepEqual(
        Subnets?.map((subnet) => [
          subnet.SubnetId,
          subnet.AvailabilityZone,
          subnet.AvailabilityZoneId,
          subnet.AvailableIpAddressCount,
        ]),
        [
          [seed.subnets.a, 'us-east-1a', 'use1-az1', 251],
          [seed.subnets.b, 'us-east-1b', 'use1-az2', 251],
          [seed.subnets.c, 'us-east-1c', 'use1-az3', 251],
          [seed.subnets.a2, 'us-east-1a', 'use1-az1', 251],
        ],
      );
      assert.ok(Subnets?.every(({ VpcId }) => VpcId === seed.vpcId));
    }));

  test('names zones of other regions as AWS abbreviates them', () =>
    withEc2(async ({ ec2 }) => {
      const zoneIds = ['ap-southeast-2b', 'eu-central-1a', 'us-gov-west-1c'].map(
        (zone) => ec2.account.addSubnet({ region: zone.slice(0, -1), vpcId: 'vpc-0', zone }).zoneId,
      );
      assert.deepEqual(zoneIds, ['apse2-az2', 'euc1-az1', 'usgw1-az3']);
    }));

  test('answers an unknown or malformed id with the code of its kind', () =>
    withEc2(async ({ client }) => {
      const refusals = [
        await rejection(client.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0abc'] }))),
        await rejection(client.send(new DescribeSubnetsCommand({ SubnetIds: ['x'] }))),
        await rejection(client.send(new DescribeVpcsCommand({ VpcIds: ['vpc-0abc'] }))),
        await rejection(client.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-0abc'] }))),
        await rejection(client.send(new DescribeSecurityGroupsCommand({ GroupIds: ['web'] }))),
        await rejection(client.send(new DescribeInstancesCommand({ InstanceIds: ['i-0abc'] }))),
      ];
      assert.deepEqual(
        refusals.map(({ name }) => name),
        [
          'InvalidSubnetID.NotFound',
          'InvalidSubnetID.Malformed',
          'InvalidVpcID.NotFound',
          'InvalidGroup.NotFound',
          'InvalidGroupId.Malformed',
          'InvalidInstanceID.NotFound',
        ],
      );
      assert.equal(refusals[1]?.message, 'Invalid id: "x" (expecting "subnet-...")');
    }));

  test('has VPCs, and tells one attribute at a time', () =>
    withEc2(async ({ client, seed }) => {
      const { Vpcs } = await client.send(new DescribeVpcsCommand({}));
      assert.deepEqual(
        Vpcs?.map(({ VpcId }) => VpcId),
        [seed.vpcId, seed.other.vpcId],
      );
      const support = await client.send(
        new DescribeVpcAttributeCommand({ VpcId: seed.vpcId, Attribute: 'enableDnsSupport' }),
      );
      assert.deepEqual([support.EnableDnsSupport, support.EnableDnsHostnames], [{ Value: true }, undefined]);
      const hostnames = await client.send(
        new DescribeVpcAttributeCommand({ VpcId: seed.other.vpcId, Attribute: 'enableDnsHostnames' }),
      );
      assert.deepEqual(hostnames.EnableDnsHostnames, { Value: false });
    }));

  test('has security groups with the ports that they let in', () =>
    withEc2(async ({ client, seed }) => {
      const ids = [seed.groups.default, seed.groups.open, seed.groups.web];
      const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: ids }));
      const rules = SecurityGroups?.map((group) =>
        group.IpPermissions?.map((rule) => [
          rule.IpProtocol,
          rule.FromPort,
          rule.ToPort,
          rule.IpRanges?.[0]?.CidrIp,
          rule.UserIdGroupPairs?.[0]?.GroupId,
        ]),
      );
      assert.deepEqual(rules, [
        [['-1', undefined, undefined, undefined, seed.groups.default]],
        [['tcp', 1024, 65535, '10.20.0.0/16', undefined]],
        [['tcp', 443, 443, '0.0.0.0/0', undefined]],
      ]);
      assert.ok(SecurityGroups?.every(({ VpcId }) => VpcId === seed.vpcId));
    }));

  test('leads from a node to its subnet, VPC and groups', () =>
    withEc2(async ({ ec2, client, seed }) => {
      const { id } = ec2.account.addInstance({
        region: 'us-east-1',
        subnetId: seed.subnets.b,
        privateIp: '10.20.2.9',
        groupIds: [seed.groups.web],
      });
      const Filters = [{ Name: 'private-dns-name', Values: ['ip-10-20-2-9.us-east-1.compute.internal'] }];
      const { Reservations } = await client.send(new DescribeInstancesCommand({ Filters }));
      const found = Reservations?.[0]?.Instances?.[0];
      assert.deepEqual(
        [found?.InstanceId, found?.VpcId, found?.SubnetId, found?.Placement?.AvailabilityZone],
        [id, seed.vpcId, seed.subnets.b, 'us-east-1b'],
      );
      assert.deepEqual(found?.SecurityGroups, [{ GroupId: seed.groups.web, GroupName: 'web' }]);
    }));
});

suite('DescribeVpcEndpointServices', (test) => {
  test('tells the zones of a service', () =>
    withEc2(async ({ client }) => {
      const { ServiceDetails, ServiceNames } = await client.send(
        new DescribeVpcEndpointServicesCommand({ ServiceNames: [serviceName] }),
      );
      assert.deepEqual(ServiceNames, [serviceName]);
      assert.deepEqual(ServiceDetails?.[0]?.AvailabilityZones, ['us-east-1a', 'us-east-1b']);
      assert.equal(ServiceDetails?.[0]?.AcceptanceRequired, true);
      assert.deepEqual(ServiceDetails?.[0]?.ServiceType, [{ ServiceType: 'Interface' }]);
    }));

  test('knows no service that does not exist or is in another region', () =>
    withEc2(async ({ client, connect }) => {
      const ask = new DescribeVpcEndpointServicesCommand({ ServiceNames: [serviceName] });
      assert.equal((await rejection(connect('eu-west-1').send(ask))).name, 'InvalidServiceName');
      assert.equal(
        (await rejection(client.send(new DescribeVpcEndpointServicesCommand({ ServiceNames: ['x'] })))).name,
        'InvalidServiceName',
      );
    }));

  test('keeps the zones of a service in another region to itself', () =>
    withEc2(async ({ ec2, client }) => {
      const far = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0f';
      ec2.account.addService(far, { region: 'eu-west-1', zones: ['eu-west-1a'], remoteRegions: ['us-east-1'] });
      const { ServiceDetails } = await client.send(
        new DescribeVpcEndpointServicesCommand({ ServiceNames: [far], ServiceRegions: ['eu-west-1'] }),
      );
      assert.deepEqual(
        [ServiceDetails?.[0]?.ServiceRegion, ServiceDetails?.[0]?.AvailabilityZones],
        ['eu-west-1', undefined],
      );
    }));
});
