import type { Hint, ShellCommand } from '../../../core/next-command.ts';
import { type CliScope, awsCommand } from '../command.ts';
import type { SecurityGroup, Subnet } from '@aws-sdk/client-ec2';
import { atlasPorts } from '../../../core/chain/ports.ts';
import { UserError } from '../../../core/errors.ts';
import { causeOf, messageOf } from '../../account/errors.ts';
import type { Ec2 } from './ec2.ts';
import type { AwsSession } from './identity/session.ts';
import { isForbidden } from './errors.ts';
import { rightIn } from './refusals/rights.ts';
import type { AwsPlacement } from '../placement.ts';
import { checkFamilies, checkServiceFamilies, lacksFreeAddress } from './address-families.ts';
import { letsAtlasIn } from './reachability.ts';

/** What the checks of a placement use, and where they print what they could not check. */
export interface Checks {
  readonly ec2: Ec2;
  readonly placement: AwsPlacement;
  readonly scope: CliScope;
  readonly warn: (warning: Hint) => void;
}

/**
 * Checks the subnets, groups and VPC before anything is changed: what EC2 would refuse after the reservation is refused here, with
 * the names of the subnets in the message. What permissions do not allow to check is reported and skipped.
 * @param fresh whether an endpoint of ours cannot exist yet: later a subnet without a free address may have given it to our endpoint
 * @returns the VPC
 * @throws UserError for unknown ids, subnets of another VPC or of one zone or without such an address, groups of another VPC
 */
async function checkPlacement(checks: Checks, fresh: boolean): Promise<string> {
  const { ec2, placement } = checks;
  const subnets = await subnetsOf(checks);
  const vpcId = vpcOf(placement, subnets ?? []);
  checkZones(placement, subnets ?? []);
  checkFamilies(placement.addressType, subnets ?? []);
  if (fresh) checkAddresses(subnets ?? []);
  const given = placement.securityGroupIds;
  const [askedGroups, askedCidrs, askedDns] = await Promise.allSettled([
    given.length === 0 ? ec2.describeDefaultGroup(vpcId) : ec2.describeSecurityGroups(given),
    // Pods reach an endpoint with both kinds of address over IPv4.
    ec2.describeVpcCidrs(vpcId, placement.addressType === 'ipv6' ? 6 : 4),
    ec2.hasDnsSupport(vpcId),
  ]);
  const groups = answered(checks, 'DescribeSecurityGroups', askedGroups);
  const foreign = groups?.find((group) => group.VpcId !== vpcId);
  if (foreign !== undefined) {
    throw new UserError(`the security group ${foreign.GroupId} is in ${foreign.VpcId}, not in ${vpcId}`, {
      hint: [
        'list the groups of the VPC with: ',
        awsCommand('ec2 describe-security-groups', checks.scope, ['--filters', `Name=vpc-id,Values=${vpcId}`]),
      ],
    });
  }
  const cidrs = answered(checks, 'DescribeVpcs', askedCidrs);
  if (groups !== undefined && cidrs !== undefined) checkReachable(checks, groups, { vpcId, cidrs });
  if (answered(checks, 'DescribeVpcAttribute', askedDns) === false) warnOfDns(checks, vpcId);
  return vpcId;
}

/** What a check came to: the VPC, or what was thrown, and what it warned of before that. */
interface Checked {
  readonly vpcId: Promise<string>;
  readonly warnings: readonly Hint[];
}

/** The checks that were made, by session: many endpoints may have the same placement. */
const made = new WeakMap<AwsSession, Map<string, Promise<Checked>>>();

/**
 * The same, once for all endpoints of a command that have the same placement.
 * @returns the VPC
 * @throws UserError as for the check itself
 */
export async function checkPlacementOnce(session: AwsSession, checks: Checks, fresh: boolean): Promise<string> {
  const { scope, placement, warn } = checks;
  const known = made.get(session) ?? new Map<string, Promise<Checked>>();
  made.set(session, known);
  const key = JSON.stringify([scope, placement, fresh]);
  const checking = known.get(key) ?? noted(checks, fresh);
  known.set(key, checking);
  const { vpcId, warnings } = await checking;
  for (const warning of warnings) warn(warning);
  return vpcId;
}

async function noted(checks: Checks, fresh: boolean): Promise<Checked> {
  const warnings: Hint[] = [];
  const vpcId = checkPlacement({ ...checks, warn: (warning) => void warnings.push(warning) }, fresh);
  await Promise.allSettled([vpcId]);
  return { vpcId, warnings };
}

/**
 * What EC2 answered; undefined without the right to ask, which is warned of.
 * @throws what the request failed with otherwise
 */
function answered<T>({ warn }: Checks, right: string, asked: PromiseSettledResult<T>): T | undefined {
  if (asked.status === 'fulfilled') return asked.value;
  const cause = causeOf(asked.reason);
  if (!isForbidden(cause)) throw asked.reason;
  const missing = rightIn(messageOf(cause), right);
  warn(`cannot check the placement before creating the endpoint: the permission ${missing} is missing`);
  return undefined;
}

async function subnetsOf(checks: Checks): Promise<readonly Subnet[] | undefined> {
  const [asked] = await Promise.allSettled([checks.ec2.describeSubnets(checks.placement.subnetIds)]);
  return answered(checks, 'DescribeSubnets', asked);
}

function vpcOf({ vpcId, subnetIds }: AwsPlacement, subnets: readonly Subnet[]): string {
  const vpcs = [...new Set(subnets.map((subnet) => subnet.VpcId ?? ''))];
  const [first] = vpcs;
  if (vpcs.length > 1) {
    throw new UserError(
      `the subnets are in different VPCs: ${subnets.map((subnet) => `${subnet.SubnetId} in ${subnet.VpcId}`).join(', ')}`,
      { hint: 'give subnets of one VPC only' },
    );
  }
  if (vpcId === undefined && first === undefined) {
    throw new UserError(`cannot find out which VPC ${subnetIds[0]} is in`, { hint: 'give it with --vpc-id' });
  }
  if (vpcId !== undefined && first !== undefined && first !== vpcId) {
    throw new UserError(`${subnets[0]?.SubnetId} is in ${first}, not in ${vpcId}`, {
      hint: `did you mean --vpc-id ${first}?`,
    });
  }
  return vpcId ?? first ?? '';
}

function checkZones({ subnetIds }: AwsPlacement, subnets: readonly Subnet[]): void {
  for (const [zone, [first, second]] of Map.groupBy(subnets, (subnet) => subnet.AvailabilityZone ?? '')) {
    if (first === undefined || second === undefined) continue;
    throw new UserError(
      `${first.SubnetId} and ${second.SubnetId} are both in the zone ${zone}; an endpoint takes one subnet per zone`,
      { hint: `omit one of them: --subnet-id ${subnetIds.filter((id) => id !== second.SubnetId).join(',')}` },
    );
  }
}

function checkAddresses(subnets: readonly Subnet[]): void {
  const full = subnets.find(lacksFreeAddress);
  if (full === undefined) return;
  throw new UserError(`the subnet ${full.SubnetId} in ${full.AvailabilityZone} has no free address`, {
    hint: 'an endpoint needs one address in each subnet: choose another subnet',
  });
}

/** Lets the Pods of a network through a security group. */
function openCommand(group: string, cidr: string, scope: CliScope): ShellCommand {
  const { from, to } = atlasPorts;
  // The short form takes IPv4 networks alone.
  const rule = cidr.includes(':')
    ? ['--ip-permissions', `IpProtocol=tcp,FromPort=${from},ToPort=${to},Ipv6Ranges=[{CidrIpv6=${cidr}}]`]
    : ['--protocol', 'tcp', '--port', `${from}-${to}`, '--cidr', cidr];
  return awsCommand('ec2 authorize-security-group-ingress', scope, ['--group-id', group, ...rule]);
}

/**
 * Why Pods could not reach an endpoint with these groups; undefined if they could. A group that a person names may be that of the nodes,
 * whose members it lets in; the default group of a VPC is rarely theirs, so that this is said.
 */
function whyUnreachable(
  { securityGroupIds }: AwsPlacement,
  groups: readonly SecurityGroup[],
  { vpcId, cidrs }: { readonly vpcId: string; readonly cidrs: readonly string[] },
): string | undefined {
  const isGiven = securityGroupIds.length > 0;
  const isDefault = groups.every(({ GroupName }) => GroupName === 'default');
  if (letsAtlasIn(groups, cidrs, isGiven && !isDefault)) return undefined;
  const names = groups.map((group) => group.GroupId).join(', ');
  const which = isDefault ? `the default security group (${names})` : names;
  const [ports, from] = [`TCP ${atlasPorts.from}-${atlasPorts.to}`, `${vpcId} (${cidrs.join(', ')})`];
  if (isGiven && isDefault && letsAtlasIn(groups, cidrs, true))
    return `${which} lets ${ports} in from its own members only, not from ${from}: Pods on nodes outside it could not reach Atlas`;
  return `${which} does not let ${ports} in from ${from}: Pods could not reach Atlas`;
}

/** Warns of groups through which Pods could not reach the endpoint. */
function checkReachable(
  { placement, scope, warn }: Checks,
  groups: readonly SecurityGroup[],
  vpc: { readonly vpcId: string; readonly cidrs: readonly string[] },
): void {
  const text = whyUnreachable(placement, groups, vpc);
  if (text === undefined) return;
  const [group] = groups;
  const [cidr] = vpc.cidrs;
  const command = group?.GroupId !== undefined && cidr !== undefined && openCommand(group.GroupId, cidr, scope);
  warn(command === false ? text : [`${text}; let them in with: `, command]);
}

function warnOfDns({ scope, warn }: Checks, vpcId: string): void {
  warn([
    `DNS support is off in ${vpcId}: the names in the connection strings would not resolve; switch it on with: `,
    awsCommand('ec2 modify-vpc-attribute', scope, ['--vpc-id', vpcId, '--enable-dns-support']),
  ]);
}

/**
 * The subnets in which the service can have an endpoint; the others are reported and left out. For a service in another region, AWS does
 * not tell the zones (hashicorp/terraform-provider-aws#44186), and a service may be invisible to those who may use it: then all are used.
 * @throws UserError if no subnet is left, if one has no free address, or if the service does not take the endpoint's addresses
 */
export async function servedSubnets(checks: Checks, service: string): Promise<readonly string[]> {
  const { ec2, placement, warn } = checks;
  const { subnetIds } = placement;
  const describing = Promise.allSettled([ec2.describeService(service)]);
  const subnets = await subnetsOf(checks);
  if (subnets === undefined) return subnetIds;
  checkAddresses(subnets);
  const [described] = await describing;
  if (described.status === 'rejected') {
    warn(`cannot check which zones the service is in: ${messageOf(described.reason)}`);
    return subnetIds;
  }
  const { zones, families } = described.value;
  checkServiceFamilies(placement.addressType, families);
  if (zones.length === 0) return subnetIds;
  const unserved = subnets.filter((subnet) => !zones.includes(subnet.AvailabilityZone ?? ''));
  const places = unserved.map((subnet) => `${subnet.SubnetId} in ${subnet.AvailabilityZone}`).join(', ');
  if (unserved.length > 0 && unserved.length === subnets.length) {
    throw new UserError(`the service is in none of the zones of the subnets: ${places}`, {
      hint: `choose subnets in ${zones.join(', ')}`,
    });
  }
  if (unserved.length > 0)
    warn(`left out because the service is not in their zones: ${places}; it is in ${zones.join(', ')}`);
  return subnetIds.filter((id) => !unserved.some((subnet) => subnet.SubnetId === id));
}
