import type { Instance, NetworkAcl, SecurityGroup, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Known } from '../../../core/chain/observed/known.ts';
import { known } from '../../account/known.ts';
import type { ClusterNode } from '../../placement.ts';
import type { AwsObservation, ObservedAcl, ObservedClient } from '../checks/observation.ts';
import type { CliScope } from '../command.ts';
import { type Ec2, FILTER_VALUES } from './ec2.ts';
import { cloudEndpoint } from './endpoint.ts';
import { instanceIdOf } from './nodes/from-nodes.ts';

/** The same with nothing where it is refused. */
async function orNothing<T>(read: Promise<readonly T[]>): Promise<readonly T[]> {
  const found = await known(read);
  return 'refusal' in found ? [] : found;
}

/** What surrounds the endpoints of a region. */
interface Surroundings {
  readonly subnets: readonly Subnet[];
  readonly groups: Known<readonly SecurityGroup[]>;
  readonly instances: readonly Instance[];
  readonly acls: Known<readonly NetworkAcl[]>;
  readonly vpcs: ReadonlyMap<string, ObservedVpc>;
}

interface ObservedVpc {
  readonly networks: Readonly<Record<Version, readonly string[]>>;
  readonly dnsSupport: boolean | undefined;
}

type Version = 4 | 6;

/** The version of IP by which Pods connect: an endpoint that has addresses of both is judged by IPv4. */
function versionOf({ IpAddressType }: VpcEndpoint): Version {
  return IpAddressType?.toLowerCase() === 'ipv6' ? 6 : 4;
}

/**
 * What EC2 shows of the endpoints of one region and of what surrounds them: a handful of requests, however many there are. What may not
 * be read is left out.
 * @throws UserError where not even the endpoints may be read
 */
export async function surveyRegion(
  ec2: Ec2,
  ids: readonly string[],
  nodes: readonly ClusterNode[],
  scope: CliScope,
): Promise<ReadonlyMap<string, AwsObservation>> {
  const found = await endpointsOf(ec2, ids);
  const surroundings = await readSurroundings(ec2, found, nodes);
  const observed = ids.map((id) => {
    const endpoint = found.find(({ VpcEndpointId }) => VpcEndpointId === id);
    return [id, observationOf(endpoint, surroundings, scope)] as const;
  });
  return new Map(observed);
}

/** As many ids at a time as a filter takes. */
function chunksOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / FILTER_VALUES) }, (_, at) =>
    ids.slice(at * FILTER_VALUES, (at + 1) * FILTER_VALUES),
  );
}

/** The endpoints of these ids that EC2 knows; naming one that it does not know would be an error. */
async function endpointsOf(ec2: Ec2, ids: readonly string[]): Promise<readonly VpcEndpoint[]> {
  const lists = await Promise.all(
    chunksOf(ids).map((Values) => ec2.findEndpoints([{ Name: 'vpc-endpoint-id', Values: [...Values] }])),
  );
  return lists.flat();
}

/** Each network ACL of these subnets once. */
async function aclsOfSubnets(ec2: Ec2, ids: readonly string[]): Promise<readonly NetworkAcl[]> {
  const lists = await Promise.all(chunksOf(ids).map((some) => ec2.describeNetworkAcls(some)));
  return [...new Map(lists.flat().map((acl) => [acl.NetworkAclId, acl])).values()];
}

async function readSurroundings(
  ec2: Ec2,
  endpoints: readonly VpcEndpoint[],
  nodes: readonly ClusterNode[],
): Promise<Surroundings> {
  const ofEndpoints = unique(endpoints.flatMap(({ SubnetIds = [] }) => SubnetIds));
  const groupIds = unique(endpoints.flatMap(({ Groups = [] }) => Groups.flatMap(({ GroupId }) => GroupId ?? [])));
  const vpcIds = unique(endpoints.flatMap(({ VpcId }) => VpcId ?? []));
  const machines = nodes.map(instanceIdOf).filter((id) => id !== undefined);
  const [groups, acls, instances, vpcs] = await Promise.all([
    groupIds.length === 0 ? [] : known(ec2.describeSecurityGroups(groupIds)),
    known(aclsOfSubnets(ec2, ofEndpoints)),
    machines.length === 0 ? [] : orNothing(ec2.describeInstances(machines)),
    Promise.all(vpcIds.map(async (id) => [id, await readVpc(ec2, id, versionsIn(endpoints, id))] as const)),
  ]);
  const all = unique([...ofEndpoints, ...instances.flatMap(({ SubnetId }) => SubnetId ?? [])]);
  const subnets = all.length === 0 ? [] : await orNothing(ec2.describeSubnets(all));
  return { subnets, groups, instances, acls, vpcs: new Map(vpcs) };
}

/** The versions of IP that the endpoints of a VPC are reached by. */
function versionsIn(endpoints: readonly VpcEndpoint[], vpcId: string): ReadonlySet<Version> {
  return new Set(endpoints.filter(({ VpcId }) => VpcId === vpcId).map(versionOf));
}

async function readVpc(ec2: Ec2, id: string, versions: ReadonlySet<Version>): Promise<ObservedVpc> {
  const [four, six, dnsSupport] = await Promise.all([
    versions.has(4) ? orNothing(ec2.describeVpcCidrs(id, 4)) : [],
    versions.has(6) ? orNothing(ec2.describeVpcCidrs(id, 6)) : [],
    known(ec2.hasDnsSupport(id)),
  ]);
  return { networks: { 4: four, 6: six }, dnsSupport: typeof dnsSupport === 'boolean' ? dnsSupport : undefined };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function observationOf(endpoint: VpcEndpoint | undefined, around: Surroundings, scope: CliScope): AwsObservation {
  const { VpcId: vpcId = '', SubnetIds = [], Groups = [], NetworkInterfaceIds = [] } = endpoint ?? {};
  const own = around.subnets.filter(({ SubnetId = '' }) => SubnetIds.includes(SubnetId));
  const version = versionOf(endpoint ?? {});
  const clients = around.instances.map((instance) => clientOf(instance, around.subnets, version));
  const { networks, dnsSupport } = around.vpcs.get(vpcId) ?? {};
  const ofNodes = around.subnets.filter(({ SubnetId }) => around.instances.some((each) => each.SubnetId === SubnetId));
  return {
    cloud: 'AWS',
    endpoint: endpoint === undefined ? undefined : cloudEndpoint(endpoint, undefined, scope),
    searched: `AWS ${scope.region}`,
    networks: own.map((subnet) => blockOf(subnet, version)).filter((block) => block !== ''),
    addresses: [],
    nodePlaces: unique(around.instances.flatMap(({ VpcId }) => VpcId ?? [])),
    reachedByPeering: true,
    scope,
    vpcId,
    subnets: own.map(({ SubnetId: id = '', AvailabilityZone: zone = '' }) => ({ id, zone })),
    interfaces: NetworkInterfaceIds.length,
    groups: groupsOf(
      Groups.flatMap(({ GroupId }) => GroupId ?? []),
      around.groups,
    ),
    clients,
    vpcNetworks: networks?.[version] ?? [],
    dnsSupport,
    acls: aclsOf(SubnetIds, around.acls),
    freeSubnets: ofNodes
      .filter(
        ({ VpcId, AvailabilityZone }) =>
          VpcId === vpcId && !own.some((each) => each.AvailabilityZone === AvailabilityZone),
      )
      .map(({ SubnetId: id = '', AvailabilityZone: zone = '' }) => ({ id, zone })),
  };
}

function groupsOf(ids: readonly string[], groups: Surroundings['groups']): AwsObservation['groups'] {
  if ('refusal' in groups) return groups;
  return groups
    .filter(({ GroupId = '' }) => ids.includes(GroupId))
    .map(({ GroupId: id = '', GroupName, IpPermissions: ingress = [] }) => ({
      id,
      isDefault: GroupName === 'default',
      ingress,
    }));
}

/** The block of a subnet; empty if it has none of that version. */
function blockOf({ CidrBlock, Ipv6CidrBlockAssociationSet = [] }: Subnet, version: Version): string {
  const six = Ipv6CidrBlockAssociationSet.find(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated');
  return (version === 4 ? CidrBlock : six?.Ipv6CidrBlock) ?? '';
}

function addressOf({ PrivateIpAddress, Ipv6Address, NetworkInterfaces = [] }: Instance, version: Version): string {
  if (version === 4) return PrivateIpAddress ?? '';
  const [first] = NetworkInterfaces.flatMap(({ Ipv6Addresses = [] }) => Ipv6Addresses);
  return Ipv6Address ?? first?.Ipv6Address ?? '';
}

function clientOf(instance: Instance, subnets: readonly Subnet[], version: Version): ObservedClient {
  const { SecurityGroups = [], SubnetId, VpcId: vpcId = '' } = instance;
  const subnet = subnets.find((each) => each.SubnetId === SubnetId);
  return {
    address: addressOf(instance, version),
    vpcId,
    network: subnet === undefined ? '' : blockOf(subnet, version),
    zone: subnet?.AvailabilityZone ?? instance.Placement?.AvailabilityZone ?? '',
    groupIds: SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []),
  };
}

function aclsOf(subnets: readonly string[], acls: Surroundings['acls']): AwsObservation['acls'] {
  if ('refusal' in acls) return acls;
  return acls.map(aclOf).filter(({ subnetIds }) => subnetIds.some((id) => subnets.includes(id)));
}

function aclOf({ NetworkAclId: id = '', Associations = [], Entries = [] }: NetworkAcl): ObservedAcl {
  const entries = Entries.toSorted((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0)).map((entry) => ({
    number: entry.RuleNumber ?? 0,
    egress: entry.Egress === true,
    allow: entry.RuleAction === 'allow',
    protocol: entry.Protocol ?? '-1',
    cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
    from: entry.PortRange?.From ?? 0,
    to: entry.PortRange?.To ?? 65_535,
  }));
  return { id, subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []), entries };
}
