import { placeByHand } from '../../../placement.ts';
import { placementHint } from '../../flags.ts';
import type { Instance, Subnet } from '@aws-sdk/client-ec2';
import { UserError } from '../../../../core/errors.ts';
import { countOf } from '../../../nodes.ts';
import type { AddressType } from '../../address-type.ts';
import { familiesOf, isIpv6Only, lacksFreeAddress, suits } from '../address-families.ts';
import type { NodePlacement } from '../../../placement.ts';

/** The hint if no placement can be derived from the nodes. */
export const byHand = placeByHand(placementHint);

/** The subnets to use, and why. */
export interface ChosenSubnets {
  readonly subnetIds: readonly string[];
  readonly reasons: NodePlacement['reasons'];
}

/**
 * Whether a subnet is private: by the tags with which EKS's load balancers find their subnets
 * (docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html), else by whether its instances get public addresses.
 */
function isPrivate({ Tags = [], MapPublicIpOnLaunch }: Subnet): boolean {
  if (Tags.some(({ Key }) => Key === 'kubernetes.io/role/internal-elb')) return true;
  return !Tags.some(({ Key }) => Key === 'kubernetes.io/role/elb') && MapPublicIpOnLaunch !== true;
}

/** What the subnets are to be chosen by. */
interface Wanted {
  /** The zones of the service; undefined or empty if they are not known. */
  readonly zones: readonly string[] | undefined;
  /** The addresses that the endpoint is to have. */
  readonly type: AddressType;
}

function freeIn({ AvailableIpAddressCount = 0 }: Subnet): number {
  return AvailableIpAddressCount;
}

/** Sorts the better subnet first: with free addresses, private, with more free addresses, with the lower id. */
function byFitness(a: Subnet, b: Subnet): number {
  return (
    Number(lacksFreeAddress(a)) - Number(lacksFreeAddress(b)) ||
    Number(isPrivate(b)) - Number(isPrivate(a)) ||
    freeIn(b) - freeIn(a) ||
    ((a.SubnetId ?? '') < (b.SubnetId ?? '') ? -1 : 1)
  );
}

function describe(subnet: Subnet, instances: readonly Instance[]): string {
  const inside = instances.filter(({ SubnetId }) => SubnetId === subnet.SubnetId);
  const free = freeIn(subnet);
  const addresses = isIpv6Only(subnet) ? familiesOf(subnet) : `${free} free ${free === 1 ? 'address' : 'addresses'}`;
  return `in ${subnet.AvailabilityZone ?? ''}: ${isPrivate(subnet) ? 'private' : 'public'}, ${addresses}, ${countOf(inside)}`;
}

/**
 * The best of the nodes' subnets in each zone.
 * @throws UserError if no subnet can take an endpoint
 */
export function chooseSubnets(
  subnets: readonly Subnet[],
  instances: readonly Instance[],
  { zones, type }: Wanted,
): ChosenSubnets {
  const subnetIds: string[] = [];
  const reasons: [string, string, string][] = [];
  const byZone = Map.groupBy(subnets, ({ AvailabilityZone }) => AvailabilityZone ?? '');
  for (const [zone, all] of [...byZone].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (zones !== undefined && zones.length > 0 && !zones.includes(zone)) {
      for (const { SubnetId = '' } of all)
        reasons.push(['left out', SubnetId, `in ${zone}: the service is not in this zone`]);
      continue;
    }
    const suited = all.filter((subnet) => suits(type, subnet));
    for (const subnet of all.filter((each) => !suited.includes(each)))
      reasons.push(['left out', subnet.SubnetId ?? '', `in ${zone}: ${familiesOf(subnet)}, not for ${type}`]);
    for (const [rank, subnet] of suited.sort(byFitness).entries()) {
      const { SubnetId = '' } = subnet;
      const taken = rank === 0 && SubnetId !== '' && !lacksFreeAddress(subnet);
      if (taken) subnetIds.push(SubnetId);
      reasons.push([taken ? 'subnet' : 'left out', SubnetId, describe(subnet, instances)]);
    }
  }
  if (subnetIds.length > 0) return { subnetIds: subnetIds.sort(), reasons };
  const list = reasons.map(([, id, why]) => `${id} ${why}`).join('; ');
  throw new UserError(`none of the nodes' subnets can take an endpoint: ${list}`, { hint: byHand });
}
