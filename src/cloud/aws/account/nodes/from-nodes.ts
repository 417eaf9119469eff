import type { Instance, SecurityGroup } from '@aws-sdk/client-ec2';
import { UserError } from '../../../../core/errors.ts';
import { countOf, countedGroups } from '../../../nodes.ts';
import type { ClusterNode, NodePlacement } from '../../../placement.ts';
import type { Ec2 } from '../ec2.ts';
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

/**
 * Chooses a placement next to the nodes: their VPC, one of their subnets in each zone, and a group that all of them belong to.
 * @param zones the zones of the service; undefined if they are not known yet
 * @param givenGroups the groups that the user names; empty to choose one
 * @throws UserError if the nodes share no network that an endpoint could go into
 */
export async function placeFromNodes(
  ec2: Ec2,
  nodes: readonly ClusterNode[],
  zones: readonly string[] | undefined,
  givenGroups: readonly string[],
): Promise<NodePlacement> {
  const instances = await instancesOf(ec2, nodes);
  const vpcId = vpcOf(instances);
  const subnets = await ec2.describeSubnets([...new Set(instances.map(({ SubnetId }) => SubnetId ?? ''))].sort());
  const chosen = chooseSubnets(subnets, instances, zones);
  const groups = givenGroups.length > 0 ? [] : [await chooseGroup(ec2, instances)];
  return {
    flags: {
      'vpc-id': vpcId,
      'subnet-id': chosen.subnetIds,
      ...(groups.length === 0 ? {} : { 'security-group-id': groups.map(({ GroupId = '' }) => GroupId) }),
    },
    reasons: [
      ['VPC', vpcId, `of ${countOf(instances)}`],
      ...chosen.reasons,
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

/**
 * A group that all nodes are members of: preferably EKS's own cluster group, which lets its members in on every port
 * (docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html), else the first by id.
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
