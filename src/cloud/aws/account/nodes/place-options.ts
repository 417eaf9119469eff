import type { Instance, SecurityGroup, Subnet, Tag, Vpc } from '@aws-sdk/client-ec2';
import { UserError } from '../../../../core/errors.ts';
import type { PlaceOption, PlaceQuery } from '../../../placement.ts';
import { type AddressType, parseAddressType, usualType } from '../../address-type.ts';
import { readFlags } from '../../flags.ts';
import { paginateDescribeSecurityGroups, paginateDescribeSubnets, paginateDescribeVpcs } from '../../sdk.ts';
import { type With, listed } from '../../../account/unreadable.ts';
import { familiesOf, isIpv6Only } from '../address-families.ts';
import type { Ec2 } from '../ec2.ts';
import { bestGroup, commonGroups, instanceIdOf } from './from-nodes.ts';
import { chooseSubnets } from './node-subnets.ts';

/**
 * The VPCs, subnets or security groups that a flag can name, those of the nodes first.
 * @param zones the zones of the service; undefined if they are not known
 */
export async function placeOptions(
  ec2: Ec2,
  { flag, flags, nodes }: PlaceQuery,
  zones: readonly string[] | undefined,
): Promise<readonly PlaceOption[]> {
  const { 'vpc-id': vpcId, 'ip-address-type': type } = readFlags(flags);
  const ids = nodes.map(instanceIdOf).filter((id) => id !== undefined);
  const all = ids.length === 0 ? [] : await ec2.describeInstances(ids);
  const instances = all.filter(({ VpcId }) => vpcId === undefined || VpcId === vpcId);
  switch (flag) {
    case 'vpc-id':
      return vpcOptions(await vpcsOf(ec2), instances);
    case 'subnet-id': {
      const subnets = (await subnetsOf(ec2, vpcId)).filter(
        ({ AvailabilityZone }) => zones === undefined || zones.length === 0 || zones.includes(AvailabilityZone),
      );
      const best = bestSubnets(subnets, instances, parseAddressType(type) ?? usualType);
      return subnetOptions(subnets, { best, instances, named: vpcId !== undefined });
    }
    case 'security-group-id':
      return groupOptions(await groupsOf(ec2, vpcId), { instances, named: vpcId !== undefined });
    default:
      return [];
  }
}

function vpcsOf(ec2: Ec2): Promise<With<Vpc, 'VpcId'>[]> {
  return ec2.list(
    'DescribeVpcs',
    (client) => paginateDescribeVpcs({ client }, {}),
    ({ Vpcs }) => listed(Vpcs, 'a VPC', ['VpcId']),
  );
}

type KnownSubnet = With<Subnet, 'SubnetId' | 'VpcId' | 'AvailabilityZone'>;

function subnetsOf(ec2: Ec2, vpcId: string | undefined): Promise<KnownSubnet[]> {
  return ec2.list(
    'DescribeSubnets',
    (client) => paginateDescribeSubnets({ client }, within(vpcId)),
    ({ Subnets }) => listed(Subnets, 'a subnet', ['SubnetId', 'VpcId', 'AvailabilityZone']),
  );
}

type KnownGroup = With<SecurityGroup, 'GroupId' | 'GroupName' | 'VpcId'>;

function groupsOf(ec2: Ec2, vpcId: string | undefined): Promise<KnownGroup[]> {
  return ec2.list(
    'DescribeSecurityGroups',
    (client) => paginateDescribeSecurityGroups({ client }, within(vpcId)),
    ({ SecurityGroups }) => listed(SecurityGroups, 'a security group', ['GroupId', 'GroupName', 'VpcId']),
  );
}

function within(vpcId: string | undefined): { readonly Filters?: { Name: string; Values: string[] }[] } {
  return vpcId === undefined ? {} : { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] };
}

function nameIn(tags: readonly Tag[] = []): string {
  return tags.find(({ Key }) => Key === 'Name')?.Value ?? '';
}

/** The text of things in their usual order: names, then ids. */
function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function vpcOptions(vpcs: readonly With<Vpc, 'VpcId'>[], instances: readonly Instance[]): readonly PlaceOption[] {
  const options = vpcs.map(({ VpcId: id, CidrBlock = '', Tags }) => ({
    id,
    name: nameIn(Tags),
    columns: [id, nameIn(Tags), CidrBlock],
    nodes: instances.filter(({ VpcId }) => VpcId === id).length,
  }));
  const sorted = options.sort((a, b) => b.nodes - a.nodes || byText(a.name, b.name) || byText(a.id, b.id));
  return sorted.map((each, at) => ({ ...each, proposed: at === 0 && (each.nodes > 0 || sorted.length === 1) }));
}

/** The best subnets in each zone: of those that nodes are in, or of all if none is. */
function bestSubnets(
  subnets: readonly KnownSubnet[],
  instances: readonly Instance[],
  type: AddressType,
): readonly string[] {
  const populated = subnets.filter((each) => instances.some(({ SubnetId }) => SubnetId === each.SubnetId));
  try {
    return chooseSubnets(populated.length > 0 ? populated : subnets, instances, { zones: undefined, type }).subnetIds;
  } catch (error) {
    // Nothing is proposed where none has a free address.
    if (error instanceof UserError) return [];
    throw error;
  }
}

function subnetOptions(
  subnets: readonly KnownSubnet[],
  {
    best,
    instances,
    named,
  }: { readonly best: readonly string[]; readonly instances: readonly Instance[]; readonly named: boolean },
): readonly PlaceOption[] {
  const isBest = ({ SubnetId }: KnownSubnet): number => Number(best.includes(SubnetId));
  const sorted = subnets.toSorted(
    (a, b) =>
      byText(a.AvailabilityZone, b.AvailabilityZone) ||
      isBest(b) - isBest(a) ||
      byText(nameIn(a.Tags), nameIn(b.Tags)) ||
      byText(a.SubnetId, b.SubnetId),
  );
  return sorted.map((subnet) => {
    const { SubnetId: id, VpcId, AvailabilityZone: zone, CidrBlock, Tags } = subnet;
    const addresses = isIpv6Only(subnet) || CidrBlock === undefined ? familiesOf(subnet) : CidrBlock;
    return {
      id,
      name: nameIn(Tags),
      columns: [id, nameIn(Tags), zone, addresses, ...(named ? [] : [VpcId])],
      nodes: instances.filter(({ SubnetId }) => SubnetId === id).length,
      proposed: best.includes(id),
      onlyOneOf: `${VpcId} ${zone}`,
    };
  });
}

function groupOptions(
  groups: readonly KnownGroup[],
  { instances, named }: { readonly instances: readonly Instance[]; readonly named: boolean },
): readonly PlaceOption[] {
  const common = commonGroups(instances);
  const best = bestGroup(groups.filter(({ GroupId }) => common.includes(GroupId)));
  const [standard, another] = groups.filter(({ GroupName }) => GroupName === 'default');
  const proposed = best ?? (another === undefined ? standard : undefined);
  return groups
    .map((group) => ({
      id: group.GroupId,
      name: group.GroupName,
      columns: [group.GroupId, group.GroupName, ...(named ? [] : [group.VpcId])],
      nodes: instances.filter(({ SecurityGroups = [] }) =>
        SecurityGroups.some(({ GroupId }) => GroupId === group.GroupId),
      ).length,
      proposed: group === proposed,
    }))
    .sort((a, b) => Number(b.proposed) - Number(a.proposed) || byText(a.name, b.name) || byText(a.id, b.id));
}
