import { checksOf, fails, holds, warns } from '../../../core/chain/check.ts';
import { dnsRestsOn, hosts } from '../../../core/chain/links/dns.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { idOf } from '../../../core/endpoint.ts';
import { awsCommand } from '../command.ts';
import { judgeAcls } from './acls.ts';
import { judgeGroups } from './groups.ts';
import { awsOf } from './observation.ts';

function judgeInterfaces(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined || seen.interfaces > 0) return [];
  const { endpoint, scope, freeSubnets } = seen;
  const object = endpoint?.id ?? '';
  // An endpoint takes one subnet of each zone.
  const ids = [...Map.groupBy(freeSubnets, ({ zone }) => zone).values()].flatMap(([first]) => first?.id ?? []);
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
