import type { IpPermission } from '@aws-sdk/client-ec2';
import { checksOf, fails, holds, unknown, warns } from '../../../core/chain/check.ts';
import { dnsRestsOn, hosts } from '../../../core/chain/links/dns.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { idOf } from '../../../core/endpoint.ts';
import { isWithinNetwork } from '../../../core/chain/network.ts';
import { awsCommand } from '../command.ts';
import { type AclEntry, type AwsObservation, type ObservedClient, type ObservedGroup, awsOf } from './observation.ts';
import { atlasPorts, covers, portsText } from './ports.ts';

/** Whether a rule is for a node: by its address, or by a group that it is a member of. */
function isFor(rule: IpPermission, client: ObservedClient): boolean {
  const byAddress = (rule.IpRanges ?? []).some(({ CidrIp = '' }) => isWithinNetwork(client.address, CidrIp) === true);
  const byGroup = (rule.UserIdGroupPairs ?? []).some(({ GroupId = '' }) => client.groupIds.includes(GroupId));
  return byAddress || byGroup || (rule.PrefixListIds ?? []).length > 0;
}

/** Whether a rule is for anybody in the VPC, where the nodes are not known. */
function isForVpc(rule: IpPermission, networks: readonly string[]): boolean {
  const byAddress = (rule.IpRanges ?? []).some(({ CidrIp = '' }) =>
    networks.some((network) => isWithinNetwork(network, CidrIp) === true || isWithinNetwork(CidrIp, network) === true),
  );
  return byAddress || (rule.UserIdGroupPairs ?? []).length > 0 || (rule.PrefixListIds ?? []).length > 0;
}

function rulesOf(groups: readonly ObservedGroup[]): readonly IpPermission[] {
  return groups.flatMap(({ ingress }) => ingress);
}

/** The command that lets the nodes in: by a group that all of them have, else by the network. */
function opening({ scope, clients, vpcNetworks }: AwsObservation, group: string, shut: readonly ObservedClient[]) {
  const [first, ...others] = shut.length > 0 ? shut : clients;
  const common = first?.groupIds.find((id) => others.every(({ groupIds }) => groupIds.includes(id)));
  const source = common === undefined ? ['--cidr', vpcNetworks[0] ?? ''] : ['--source-group', common];
  const port = `${atlasPorts.from}-${atlasPorts.to}`;
  return awsCommand('ec2 authorize-security-group-ingress', scope, [
    '--group-id',
    group,
    '--protocol',
    'tcp',
    '--port',
    port,
    ...source,
  ]);
}

function judgeGroups(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined) return [];
  if (isRefused(seen.groups)) return [unknown('unreadable', { values: { reason: seen.groups.refusal } })];
  const { groups, clients, vpcNetworks } = seen;
  const rules = rulesOf(groups);
  const ids = groups.map(({ id }) => id);
  const [first = ''] = ids;
  const shut = clients.filter((client) => !covers(rules.filter((rule) => isFor(rule, client))));
  const fromVpc = rules.filter((rule) => isForVpc(rule, vpcNetworks));
  if (clients.length > 0 ? shut.length === 0 : covers(fromVpc)) return [holds('open', { groups: ids }, first)];
  const inRules = clients.length > 0 ? rules.filter((rule) => shut.some((client) => isFor(rule, client))) : fromVpc;
  const values = { groups: ids, ports: portsText(inRules), nodes: shut.length, all: clients.length };
  const fix = opening(seen, first, shut);
  const details = {
    object: first,
    values,
    seen: `ingress ${portsText(inRules)}`,
    expected: 'ingress tcp/1024-65535',
    fix,
  };
  if (groups.every(({ isDefault }) => isDefault)) return [fails('default-group', details)];
  return [fails(inRules.length === 0 ? 'closed' : 'too-few', details)];
}

function judgeInterfaces(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined || seen.interfaces > 0) return [];
  const { endpoint, scope, freeSubnets } = seen;
  const object = endpoint?.id ?? '';
  const ids = freeSubnets.map(({ id }) => id);
  const fix = awsCommand('ec2 modify-vpc-endpoint', scope, [
    '--vpc-endpoint-id',
    object,
    '--add-subnet-ids',
    ...(ids.length === 0 ? [{ placeholder: 'SUBNET' }] : ids),
  ]);
  return [fails('no-interface', { object, values: { id: object }, fix })];
}

/** Nodes of a zone without a subnet of the endpoint reach it through another zone, which costs money, and is down with that zone. */
function judgeZones(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined || seen.interfaces === 0 || seen.clients.length === 0) return [];
  const { endpoint, subnets, clients, scope, freeSubnets } = seen;
  const object = endpoint?.id ?? '';
  const own = subnets.map(({ zone }) => zone);
  const bare = [...new Set(clients.map(({ zone }) => zone))].filter((zone) => !own.includes(zone)).sort();
  if (bare.length === 0) return [holds('all-zones', { zones: own }, object)];
  const ids = bare.flatMap((zone) => freeSubnets.find((subnet) => subnet.zone === zone)?.id ?? []);
  const fix =
    ids.length === 0
      ? undefined
      : awsCommand('ec2 modify-vpc-endpoint', scope, ['--vpc-endpoint-id', object, '--add-subnet-ids', ...ids]);
  return [warns('bare-zones', { object, values: { id: object, zones: bare, own }, fix })];
}

function judgeDns(observed: Observed) {
  const seen = awsOf(observed);
  if (seen?.dnsSupport === undefined) return [];
  const { vpcId, scope, dnsSupport } = seen;
  if (dnsSupport) return [holds('dns', { vpcId }, vpcId)];
  const fix = awsCommand('ec2 modify-vpc-attribute', scope, ['--vpc-id', vpcId, '--enable-dns-support']);
  return [fails('no-dns', { object: vpcId, values: { vpcId }, seen: 'enableDnsSupport=false', expected: 'true', fix })];
}

/** Whether the first rule for an address decides for it on all ports of Atlas. */
function isShut(entries: readonly AclEntry[], egress: boolean, address: string): boolean {
  const own = entries.filter(
    (entry) =>
      entry.egress === egress &&
      ['-1', '6'].includes(entry.protocol) &&
      entry.from <= atlasPorts.to &&
      entry.to >= atlasPorts.from &&
      isWithinNetwork(address, entry.cidr) === true,
  );
  const [first] = own;
  return first === undefined || !first.allow;
}

/** Answers go back to ephemeral ports, so that a network ACL has to let both ways through: it keeps no state. */
function judgeAcls(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined) return [];
  if (isRefused(seen.acls)) return [unknown('unreadable', { values: { reason: seen.acls.refusal } })];
  const addresses = seen.clients.map(({ address }) => address);
  const asked = addresses.length > 0 ? addresses : seen.vpcNetworks.map((network) => network.split('/')[0] ?? '');
  const shut = seen.acls.flatMap(({ id, entries }) =>
    [false, true]
      .filter((egress) => asked.some((address) => isShut(entries, egress, address)))
      .map((egress) => ({ id, egress })),
  );
  const [first] = shut;
  if (first === undefined) return seen.acls.length === 0 ? [] : [holds('acl-open', {}, seen.acls[0]?.id)];
  const { id, egress } = first;
  const fix = awsCommand('ec2 create-network-acl-entry', seen.scope, [
    '--network-acl-id',
    id,
    egress ? '--egress' : '--ingress',
    '--rule-number',
    '1',
    '--protocol',
    'tcp',
    '--port-range',
    'From=1024,To=65535',
    '--cidr-block',
    seen.vpcNetworks[0] ?? '',
    '--rule-action',
    'allow',
  ]);
  const values = { id, way: egress ? 'out' : 'in' };
  return [fails('acl-closed', { object: id, values, expected: 'TCP 1024-65535 both ways', fix })];
}

/** The name of the endpoint is among the names that lead to its addresses, with its id in it. */
function judgeAlias(observed: Observed) {
  const id = idOf(observed.endpoint);
  if (id === undefined || observed.provider !== 'AWS') return [];
  return hosts(observed).flatMap(({ host, aliases = [] }) =>
    aliases
      .filter((alias) => alias.startsWith('vpce-'))
      .map((alias) =>
        alias.startsWith(id)
          ? holds('alias', { host, alias }, host)
          : fails('other-alias', { object: host, values: { host, alias, id }, seen: alias, expected: id }),
      ),
  );
}

/** The checks that only AWS has. */
export const awsChecks = {
  ...checksOf({ link: 'cloud', restsOn: ['declared'], only: 'AWS' }, { PE311: judgeInterfaces }),
  ...checksOf(
    { link: 'network', restsOn: ['declared', 'cloud'], only: 'AWS' },
    { PE310: judgeGroups, PE312: judgeZones, PE313: judgeDns, PE314: judgeAcls },
  ),
  ...checksOf({ link: 'dns', restsOn: dnsRestsOn, only: 'AWS' }, { PE610: judgeAlias }),
};
