import type { Instance, SecurityGroup, Subnet } from '@aws-sdk/client-ec2';
import { UserError } from '../../../core/errors.ts';
import { countOf } from '../../nodes.ts';
import type { Ec2 } from './ec2.ts';
import type { ClusterNode, NodePlacement } from '../../placement.ts';

const hint = 'give the placement yourself: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP';

/** The instance behind a node; undefined for a Fargate node, which has none in the account. */
function instanceIdOf({ providerId }: ClusterNode): string | undefined {
  return /^aws:\/\/\/[^/]*\/(i-[0-9a-f]+)$/.exec(providerId)?.[1];
}

function regionOfZone({ providerId }: ClusterNode): string | undefined {
  return /^aws:\/\/\/([a-z0-9-]+\d)[a-z]\//.exec(providerId)?.[1];
}

/** The region that the nodes say they are in. @throws UserError when they say several or none */
export function regionOfNodes(nodes: readonly ClusterNode[]): string {
  const regions = [...new Set(nodes.map((node) => node.region ?? regionOfZone(node)))];
  const [first] = regions;
  if (regions.length === 1 && first !== undefined) return first;
  throw new UserError(
    regions.length > 1
      ? `the nodes are in several regions: ${regions.join(', ')}`
      : 'the nodes do not say which region they are in',
    { hint },
  );
}

/**
 * Chooses a placement beside the nodes: their VPC, one of their subnets in each zone, and the group that they all are members of.
 * @param zones those that the service is in; undefined where that is not known yet
 * @throws UserError when the nodes have nothing in common that an endpoint could go into
 */
export async function placeFromNodes(
  ec2: Ec2,
  nodes: readonly ClusterNode[],
  zones: readonly string[] | undefined,
  givenGroups: readonly string[] | undefined,
): Promise<NodePlacement> {
  const ids = nodes.map(instanceIdOf).filter((id) => id !== undefined);
  if (ids.length === 0) {
    throw new UserError(
      "all of the cluster's nodes are Fargate's: they have no instances whose subnets could be looked up",
      { hint },
    );
  }
  const instances = await ec2.describeInstances(ids);
  const byVpc = Map.groupBy(instances, ({ VpcId }) => VpcId ?? '');
  const [vpcId] = byVpc.keys();
  if (vpcId === undefined)
    throw new UserError(`EC2 knows none of the nodes' instances, such as ${ids[0]}`, {
      hint: 'check --profile: it has to be the account of the cluster',
    });
  if (byVpc.size > 1) {
    const told = [...byVpc].map(([id, group]) => `${id} (${countOf(group)})`).join(', ');
    throw new UserError(`the nodes are in several VPCs: ${told}`, { hint });
  }
  const subnets = await ec2.describeSubnets([...new Set(instances.map(({ SubnetId }) => SubnetId ?? ''))].sort());
  const chosen = chooseSubnets(subnets, instances, zones);
  const group = givenGroups === undefined || givenGroups.length === 0 ? await chooseGroup(ec2, instances) : undefined;
  return {
    flags: {
      vpcId,
      subnetIds: chosen.subnetIds,
      ...(group === undefined ? {} : { securityGroupIds: [group.GroupId ?? ''] }),
    },
    reasons: [
      ['VPC', vpcId, `of ${countOf(instances)}`],
      ...chosen.reasons,
      ...(group === undefined
        ? []
        : [['security group', group.GroupId ?? '', `${group.GroupName}: every node is a member`] as const]),
    ],
  };
}

/**
 * Whether a subnet is meant for what is not to be reached from outside: by the tags with which EKS's load balancers find theirs
 * (docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html), else by whether instances get public addresses in it.
 */
function isPrivate({ Tags = [], MapPublicIpOnLaunch }: Subnet): boolean {
  if (Tags.some(({ Key }) => Key === 'kubernetes.io/role/internal-elb')) return true;
  return !Tags.some(({ Key }) => Key === 'kubernetes.io/role/elb') && MapPublicIpOnLaunch !== true;
}

function chooseSubnets(
  subnets: readonly Subnet[],
  instances: readonly Instance[],
  zones: readonly string[] | undefined,
): { readonly subnetIds: readonly string[]; readonly reasons: NodePlacement['reasons'] } {
  const subnetIds: string[] = [];
  const reasons: [string, string, string][] = [];
  const byZone = Map.groupBy(subnets, ({ AvailabilityZone }) => AvailabilityZone ?? '');
  for (const [zone, all] of [...byZone].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const describe = (subnet: Subnet): string => {
      const inside = instances.filter(({ SubnetId }) => SubnetId === subnet.SubnetId);
      const free = subnet.AvailableIpAddressCount ?? 0;
      return `in ${zone}: ${isPrivate(subnet) ? 'private' : 'public'}, ${free} free ${free === 1 ? 'address' : 'addresses'}, ${countOf(inside)}`;
    };
    if (zones !== undefined && zones.length > 0 && !zones.includes(zone)) {
      for (const subnet of all)
        reasons.push(['left out', subnet.SubnetId ?? '', `in ${zone}: the service is not in this zone`]);
      continue;
    }
    const sorted = [...all].sort(
      (a, b) =>
        Number((b.AvailableIpAddressCount ?? 0) > 0) - Number((a.AvailableIpAddressCount ?? 0) > 0) ||
        Number(isPrivate(b)) - Number(isPrivate(a)) ||
        (b.AvailableIpAddressCount ?? 0) - (a.AvailableIpAddressCount ?? 0) ||
        ((a.SubnetId ?? '') < (b.SubnetId ?? '') ? -1 : 1),
    );
    const [best, ...others] = sorted;
    if (best?.SubnetId !== undefined && (best.AvailableIpAddressCount ?? 0) > 0) {
      subnetIds.push(best.SubnetId);
      reasons.push(['subnet', best.SubnetId, describe(best)]);
    } else others.unshift(...(best === undefined ? [] : [best]));
    for (const subnet of others) reasons.push(['left out', subnet.SubnetId ?? '', describe(subnet)]);
  }
  if (subnetIds.length === 0) {
    const told = reasons.map(([, id, why]) => `${id} ${why}`).join('; ');
    throw new UserError(`none of the nodes' subnets can take an endpoint: ${told}`, { hint });
  }
  return { subnetIds: subnetIds.sort(), reasons };
}

/**
 * The group that all nodes are members of: EKS's own cluster group where it is one of them, which lets its members in on every port
 * (docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html). Of several others the first by id.
 */
async function chooseGroup(ec2: Ec2, instances: readonly Instance[]): Promise<SecurityGroup> {
  const [first, ...others] = instances.map(({ SecurityGroups = [] }) =>
    SecurityGroups.map(({ GroupId }) => GroupId ?? ''),
  );
  const common = (first ?? []).filter((id) => others.every((ids) => ids.includes(id))).sort();
  if (common.length === 0)
    throw new UserError('the nodes have no security group in common', { hint: 'name one with --security-group-id' });
  const groups = await ec2.describeSecurityGroups(common);
  const ofCluster = groups.find(({ Tags = [] }) =>
    Tags.some(({ Key, Value }) => (Key ?? '').startsWith('kubernetes.io/cluster/') && Value === 'owned'),
  );
  const [any] = groups;
  const chosen = ofCluster ?? any;
  if (chosen === undefined)
    throw new UserError(`EC2 does not know the nodes' security groups: ${common.join(', ')}`, {
      hint: 'name one with --security-group-id',
    });
  return chosen;
}
