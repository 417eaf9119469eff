import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import { type PortRange, letThrough } from '../../../core/chain/ports.ts';
import { isWithin } from '../../account/network/within.ts';

/** Whether two networks have an address in common. */
function overlaps(a: string, b: string): boolean {
  return isWithin(a, b.split('/')[0] ?? '') || isWithin(b, a.split('/')[0] ?? '');
}

/** Whether a rule lets anyone in the VPC in: an address of the VPC, a prefix list, or the members of a group that counts. */
function admits(rule: IpPermission, groupId: string, cidrs: readonly string[], ownMembers: boolean): boolean {
  const allowed = [
    ...(rule.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
    ...(rule.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
  ];
  const fromAddress = allowed.some((range) => range !== undefined && cidrs.some((cidr) => overlaps(cidr, range)));
  const fromGroup = (rule.UserIdGroupPairs ?? []).some(({ GroupId }) => ownMembers || GroupId !== groupId);
  return fromAddress || fromGroup || (rule.PrefixListIds ?? []).length > 0;
}

function portsOf({ IpProtocol, FromPort, ToPort }: IpPermission): PortRange | undefined {
  if (IpProtocol === '-1') return { from: 0, to: 65535 };
  return IpProtocol === 'tcp' || IpProtocol === '6' ? { from: FromPort ?? 0, to: ToPort ?? 65535 } : undefined;
}

/**
 * Whether the rules of the groups, taken together, let every port of Atlas in from the VPC.
 * @param ownMembers whether a rule for the group's own members counts, as it does if the user names the nodes' group
 */
export function letsAtlasIn(groups: readonly SecurityGroup[], cidrs: readonly string[], ownMembers: boolean): boolean {
  const ranges = groups
    .flatMap(({ GroupId = '', IpPermissions = [] }) =>
      IpPermissions.filter((rule) => admits(rule, GroupId, cidrs, ownMembers)),
    )
    .map(portsOf)
    .filter((range) => range !== undefined);
  return letThrough(ranges);
}
