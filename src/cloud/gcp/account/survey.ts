import { known } from '../../account/known.ts';
import type { ClusterNode } from '../../placement.ts';
import type { GcpObservation, ObservedFirewall } from '../checks/observation.ts';
import { type Place, networkWords, partOfName, relativeName } from '../names.ts';
import type { Compute } from './compute.ts';
import { type Group, cloudEndpoint } from './endpoints/group.ts';
import { poolsOf } from './nodes/from-nodes.ts';
import type { Firewall } from './resources.ts';

/** An endpoint, and where it is or should be. */
export interface Located {
  readonly id: string;
  readonly service: string;
  readonly place: Place;
  readonly group: Group | undefined;
}

/** What Compute Engine shows of endpoints and of what surrounds them. */
export async function survey(
  compute: Compute,
  located: readonly Located[],
  nodes: readonly ClusterNode[],
): Promise<readonly GcpObservation[]> {
  const populated = nodes.length === 0 ? [] : await known(poolsOf(compute, nodes));
  const found = 'refusal' in populated ? [] : populated;
  const networks = [...new Set(located.flatMap(({ group }) => networkOf(group) ?? []))];
  const projects = [...new Set(networks.flatMap((network) => partOfName(network, 'projects') ?? []))];
  const lists = await Promise.all(
    projects.map(async (project) => [project, await known(compute.firewalls(project))] as const),
  );
  const firewalls = new Map(lists);
  const nodeRegions = [...new Set(found.flatMap(({ name }) => partOfName(name, 'regions') ?? []))].sort();
  const nodePlaces = [...new Set(found.map(({ network }) => networkWords(network)))].sort();
  return located.map(({ service, place, group }) => {
    const network = networkOf(group) ?? '';
    const all = firewalls.get(partOfName(network, 'projects') ?? '') ?? [];
    const rules = (group?.pieces ?? []).flatMap(({ rule }) => rule ?? []);
    return {
      cloud: 'GCP',
      endpoint: group === undefined ? undefined : cloudEndpoint(group, undefined, service),
      searched: `Google Cloud project ${place.project}, region ${place.region}`,
      networks: [],
      addresses: rules.flatMap(({ IPAddress }) => IPAddress ?? []),
      nodePlaces,
      reachedByPeering: false,
      place,
      network,
      rules: rules.map(({ name, allowPscGlobalAccess }) => ({ name, globalAccess: allowPscGlobalAccess === true })),
      nodeRegions,
      clients: found.map(({ tags, accounts }) => ({ tags, accounts })),
      firewalls:
        'refusal' in all ? all : all.filter((each) => relativeName(each.network ?? '') === network).flatMap(outgoing),
      firewallNames: 'refusal' in all ? [] : all.map(({ name }) => name),
    };
  });
}

function networkOf(group: Group | undefined): string | undefined {
  const link = group?.pieces.find(({ rule }) => rule?.network !== undefined)?.rule?.network;
  return link === undefined ? undefined : relativeName(link);
}

/** A firewall rule as one for TCP going out; none of any other. */
function outgoing(firewall: Firewall): readonly ObservedFirewall[] {
  const { name, direction, disabled, priority = 1000, destinationRanges = ['0.0.0.0/0'], allowed, denied } = firewall;
  const tcp = (allowed ?? denied ?? []).filter(({ IPProtocol }) => /^(all|tcp|6)$/.test(IPProtocol ?? ''));
  if (direction !== 'EGRESS' || disabled === true || tcp.length === 0) return [];
  const ports = tcp.flatMap(({ ports: list = ['0-65535'] }) =>
    list.map((range) => {
      const [from = '', to = from] = range.split('-');
      return { from: Number(from), to: Number(to) };
    }),
  );
  const { targetTags: tags = [], targetServiceAccounts: accounts = [] } = firewall;
  return [{ name, priority, allow: allowed !== undefined, destinations: destinationRanges, ports, tags, accounts }];
}
