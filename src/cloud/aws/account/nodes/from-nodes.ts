import type { Instance, SecurityGroup } from '@aws-sdk/client-ec2';
import { UserError } from '../../../../core/errors.ts';
import { countOf, countedGroups } from '../../../nodes.ts';
import type { ClusterNode, NodePlacement } from '../../../placement.ts';
import type { Ec2 } from '../ec2.ts';
import { type AddressType, usualType } from '../../address-type.ts';
import { isIpv6Only } from '../address-families.ts';
import { byHand, chooseSubnets } from './node-subnets.ts';

/** The instance behind a node; undefined for a Fargate node, which has none in the account. */
export function instanceIdOf({ providerId }: ClusterNode): string | undefined {
  return /^aws:\/\/\/[^/]*\/(i-[0-9a-f]+)$/.exec(providerId)?.[1];
}

function regionOfZone({ providerId }: ClusterNode): string | undefined {
  return /^aws:\/\/\/([a-z0-9-]+\d)[a-z]\//.exec(providerId)?.[1];
}

/** The region of the nodes, according to themselves. @throws UserError if they name several regions or none */
export function regionOfNodes(nodes: readonly ClusterNode[]): string {
  const regions = [...new Set(nodes.map((node) => node.region ?? regionOfZone(node)))];
  const [first] = regions;
  if (regions.length === 1 && first !== undefined) return first;
  throw new UserError(
    regions.length > 1
      ? `the nodes are in several regions: ${regions.join(', ')}`
      : 'the nodes do not say which region they are in',
    { hint: byHand },
  );
}

/** What the user says of the placement beside --from-nodes. */
export interface GivenBeside {
  /** Security groups; empty to choose one. */
  readonly groups: readonly string[];
  /** Undefined to take what the subnets have. */
  readonly addressType: AddressType | undefined;
}

/**
 * Chooses a placement next to the nodes: their VPC, one of their subnets in each zone, and a group that all of them belong to.
 * @param zones the zones of the service; undefined if they are not known yet
 * @throws UserError if the nodes share no network that an endpoint could go into
 */
export async function placeFromNodes(
  ec2: Ec2,
  nodes: readonly ClusterNode[],
  zones: readonly string[] | undefined,
  given: GivenBeside,
): Promise<NodePlacement> {
  const instances = await instancesOf(ec2, nodes);
  const vpcId = vpcOf(instances);
  const subnets = await ec2.describeSubnets([...new Set(instances.map(({ SubnetId }) => SubnetId ?? ''))].sort());
  // Where no subnet has IPv4 addresses, the nodes have none either.
  const isOfIpv6 = given.addressType === undefined && subnets.length > 0 && subnets.every(isIpv6Only);
  const chosen = chooseSubnets(subnets, instances, {
    zones,
    type: isOfIpv6 ? 'ipv6' : (given.addressType ?? usualType),
  });
  const groups = given.groups.length > 0 ? [] : [await chooseGroup(ec2, instances)];
  return {
    flags: {
      'vpc-id': vpcId,
      'subnet-id': chosen.subnetIds,
      ...(isOfIpv6 ? { 'ip-address-type': 'ipv6' } : {}),
      ...(groups.length === 0 ? {} : { 'security-group-id': groups.map(({ GroupId = '' }) => GroupId) }),
    },
    reasons: [
      ['VPC', vpcId, `of ${countOf(instances)}`],
      ...chosen.reasons,
      ...(isOfIpv6 ? [['address type', 'ipv6', "none of the nodes' subnets has IPv4 addresses"] as const] : []),
      ...groups.map(
        ({ GroupId = '', GroupName }) => ['security group', GroupId, `${GroupName}: every node is a member`] as const,
      ),
    ],
  };
}

/** The instances behind the nodes, as far as EC2 knows them. @throws UserError if there are none */
async function instancesOf(ec2: Ec2, nodes: readonly ClusterNode[]): Promise<readonly Instance[]> {
  const ids = nodes.map(instanceIdOf).filter((id) => id !== undefined);
  if (ids.length === 0) {
    throw new UserError(
      "all of the cluster's nodes run on Fargate: they have no instances whose subnets could be looked up",
      { hint: byHand },
    );
  }
  const instances = await ec2.describeInstances(ids);
  if (instances.length > 0) return instances;
  throw new UserError(`EC2 knows none of the nodes' instances, such as ${ids[0]}`, {
    hint: "check --profile: it must be of the cluster's account",
  });
}

/** The VPC that all instances are in. @throws UserError if they are in several */
function vpcOf(instances: readonly Instance[]): string {
  const byVpc = Map.groupBy(instances, ({ VpcId }) => VpcId ?? '');
  const [vpcId = ''] = byVpc.keys();
  if (byVpc.size <= 1) return vpcId;
  throw new UserError(`the nodes are in several VPCs: ${countedGroups(byVpc)}`, { hint: byHand });
}

/** The groups that all instances are members of, by their ids. */
export function commonGroups(instances: readonly Instance[]): readonly string[] {
  const [first, ...others] = instances.map(({ SecurityGroups = [] }) =>
    SecurityGroups.map(({ GroupId }) => GroupId ?? ''),
  );
  return (first ?? []).filter((id) => others.every((ids) => ids.includes(id))).sort();
}

/**
 * The group to take of those that all nodes are members of: preferably EKS's own cluster group, which lets its members in on every port
 * (docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html), else the first one.
 */
export function bestGroup<G extends SecurityGroup>(groups: readonly G[]): G | undefined {
  const ofCluster = groups.find(({ Tags = [] }) =>
    Tags.some(({ Key, Value }) => (Key ?? '').startsWith('kubernetes.io/cluster/') && Value === 'owned'),
  );
  return ofCluster ?? groups[0];
}

/** A group that all nodes are members of. @throws UserError if there is none */
async function chooseGroup(ec2: Ec2, instances: readonly Instance[]): Promise<SecurityGroup> {
  const common = commonGroups(instances);
  if (common.length === 0)
    throw new UserError('the nodes have no security group in common', { hint: 'name one with --security-group-id' });
  const chosen = bestGroup(await ec2.describeSecurityGroups(common));
  if (chosen === undefined)
    throw new UserError(`EC2 does not know the nodes' security groups: ${common.join(', ')}`, {
      hint: 'name one with --security-group-id',
    });
  return chosen;
}
