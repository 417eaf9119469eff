import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Word } from '../../../core/next-command.ts';
import { fails, holds, unknown } from '../../../core/chain/check.ts';
import { isWithinNetwork } from '../../../core/chain/network.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { atlasPorts } from '../../../core/chain/ports.ts';
import { awsCommand } from '../command.ts';
import { networkAround } from './networks.ts';
import { type AwsObservation, type ObservedClient, awsOf } from './observation.ts';
import { covers, portsText } from './ports.ts';

/** The networks that a rule names, of both versions of IP. */
function networksOf({ IpRanges = [], Ipv6Ranges = [] }: IpPermission): readonly string[] {
  return [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)].filter(
    (network) => network !== undefined,
  );
}

/** Whether a rule is for a node: by its address, or by a group that it is a member of. */
function isFor(rule: IpPermission, client: ObservedClient): boolean {
  const byAddress = networksOf(rule).some((network) => isWithinNetwork(client.address, network) === true);
  const byGroup = (rule.UserIdGroupPairs ?? []).some(({ GroupId = '' }) => client.groupIds.includes(GroupId));
  return byAddress || byGroup || (rule.PrefixListIds ?? []).length > 0;
}

/** Whether a rule is for anybody in the VPC, where the nodes are not known. */
function isForVpc(rule: IpPermission, networks: readonly string[]): boolean {
  const byAddress = networksOf(rule).some((named) =>
    networks.some((network) => isWithinNetwork(network, named) === true || isWithinNetwork(named, network) === true),
  );
  return byAddress || (rule.UserIdGroupPairs ?? []).length > 0 || (rule.PrefixListIds ?? []).length > 0;
}

/** The command that lets the nodes in: by a group that all of them have, else by their networks. */
function opening(
  { scope, clients, vpcId, vpcNetworks }: AwsObservation,
  group: string,
  shut: readonly ObservedClient[],
) {
  const wanted = shut.length > 0 ? shut : clients;
  const [first, ...others] = wanted;
  // A group of another VPC can be named only over a peering connection.
  const common = wanted.every((client) => client.vpcId === vpcId)
    ? first?.groupIds.find((id) => others.every(({ groupIds }) => groupIds.includes(id)))
    : undefined;
  const around = wanted
    .map(({ address }) => networkAround(address, vpcNetworks, clients))
    .filter((each) => each !== '');
  const networks = [...new Set(around.length > 0 ? around : vpcNetworks.slice(0, 1))];
  const source = common === undefined ? sourceWords(networks) : shortWords('--source-group', common);
  return awsCommand('ec2 authorize-security-group-ingress', scope, ['--group-id', group, ...source]);
}

function shortWords(flag: string, source: Word): readonly Word[] {
  return ['--protocol', 'tcp', '--port', `${atlasPorts.from}-${atlasPorts.to}`, flag, source];
}

/** The short form takes one IPv4 network alone. */
function sourceWords(networks: readonly string[]): readonly Word[] {
  const [first, ...others] = networks;
  if (first === undefined) return shortWords('--cidr', { placeholder: 'CIDR' });
  if (others.length === 0 && !first.includes(':')) return shortWords('--cidr', first);
  const [six, four] = [true, false].map((wanted) => networks.filter((network) => network.includes(':') === wanted));
  const rule = [
    `IpProtocol=tcp,FromPort=${atlasPorts.from},ToPort=${atlasPorts.to}`,
    ...listOf('IpRanges', 'CidrIp', four ?? []),
    ...listOf('Ipv6Ranges', 'CidrIpv6', six ?? []),
  ];
  return ['--ip-permissions', rule.join(',')];
}

function listOf(list: string, member: string, networks: readonly string[]): readonly string[] {
  return networks.length === 0 ? [] : [`${list}=[${networks.map((network) => `{${member}=${network}}`).join(',')}]`];
}

/** Whether the groups of the endpoint let the nodes in. */
export function judgeGroups(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined) return [];
  if (isRefused(seen.groups)) return [unknown('unreadable', { values: { reason: seen.groups.refusal } })];
  const { groups, clients, vpcNetworks } = seen;
  const rules = groups.flatMap(({ ingress }) => ingress);
  const ids = groups.map(({ id }) => id);
  const [first = ''] = ids;
  const shut = clients.filter((client) => !covers(rules.filter((rule) => isFor(rule, client))));
  const fromVpc = rules.filter((rule) => isForVpc(rule, vpcNetworks));
  if (clients.length > 0 ? shut.length === 0 : covers(fromVpc)) return [holds('open', { groups: ids }, first)];
  const inRules = clients.length > 0 ? rules.filter((rule) => shut.some((client) => isFor(rule, client))) : fromVpc;
  const values = { groups: ids, ports: portsText(inRules), nodes: shut.length, all: clients.length };
  const details = {
    object: first,
    values,
    seen: `ingress ${portsText(inRules)}`,
    expected: 'ingress tcp/1024-65535',
    fix: opening(seen, first, shut),
  };
  if (groups.every(({ isDefault }) => isDefault)) return [fails('default-group', details)];
  return [fails(inRules.length === 0 ? 'closed' : 'too-few', details)];
}
