import { UserError } from '../../../../core/errors.ts';
import { countOf } from '../../../nodes.ts';
import { type ClusterNode, type NodePlacement, placeByHand } from '../../../placement.ts';
import { gcloudCommand } from '../../command.ts';
import { placementHint } from '../../flags.ts';
import { lastPart, networkWords, partOfName, relativeName } from '../../names.ts';
import type { Compute } from '../compute.ts';
import type { Subnetwork } from '../resources.ts';

const hint = placeByHand(placementHint);

/** What is asked for beside the nodes. */
export interface Asked {
  /** Of the service, and so of the endpoint. */
  readonly region: string;
  /** The project that the person names. */
  readonly project: string | undefined;
  readonly globalAccess: boolean;
}

/** A subnetwork with the nodes in it. */
interface Populated {
  readonly name: string;
  readonly network: string;
  readonly nodes: readonly ClusterNode[];
}

/**
 * Chooses a placement beside the nodes: the subnetwork of most of them, where that is in the service's region, else one of their network
 * there.
 * @throws UserError when they are in several networks, cannot be looked up, or could not reach the endpoint
 */
export async function placeFromNodes(
  compute: Compute,
  nodes: readonly ClusterNode[],
  { region, project, globalAccess }: Asked,
): Promise<NodePlacement> {
  const found = await subnetworksOf(compute, nodes);
  const network = onlyNetwork(found);
  refuseUnreachable(found, region, globalAccess);
  const near = found.filter(({ name }) => partOfName(name, 'regions') === region);
  const [best, ...others] = near;
  const [subnetwork, why] =
    best === undefined
      ? [await subnetworkIn(compute, network, region), `of the ${networkWords(network)}, in the region of the service`]
      : [best.name, `of ${countOf(best.nodes)}`];
  const left = others.map(
    ({ name, nodes: inside }) => ['left out', name, `of ${countOf(inside)}: an endpoint takes one subnetwork`] as const,
  );
  const reasons = [['subnetwork', subnetwork, why] as const, ...left];
  if (project !== undefined) return { flags: { subnetwork }, reasons };
  // The nodes' project, not the network's: of a Shared VPC the host project is somebody else's.
  const own = projectOf(nodes);
  return {
    flags: { subnetwork, 'gcp-project': own },
    reasons: [...reasons, ['project', own, 'of the nodes']],
  };
}

/** A node's machine, by its name from `projects/` on. */
function machineOf({ name, providerId }: ClusterNode): string {
  const [, project, zone, instance] = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(providerId) ?? [];
  if (instance !== undefined) return `projects/${project}/zones/${zone}/instances/${instance}`;
  throw new UserError(`the node ${name} has a providerID that is not one of Google Cloud's: ${providerId}`, { hint });
}

/** The project of most nodes' machines. */
export function projectOf(nodes: readonly ClusterNode[]): string {
  const projects = Map.groupBy(nodes, (node) => partOfName(machineOf(node), 'projects') ?? '');
  const [first] = [...projects].sort(([, a], [, b]) => b.length - a.length);
  return first?.[0] ?? '';
}

/** The machines of a pool, which are all alike, and where they are. */
export interface Pool extends Populated {
  /** What firewall rules may choose them by. */
  readonly tags: readonly string[];
  readonly accounts: readonly string[];
}

/** How many nodes of a pool are looked up before it counts as unknown: the machine of one that was scaled in is gone. */
const SAMPLES = 3;

/** The pools of the nodes. The names of machines of one pool differ at the end only. */
export function poolsOf(compute: Compute, nodes: readonly ClusterNode[]): Promise<readonly Pool[]> {
  const pools = Map.groupBy(nodes, (node) => machineOf(node).replace(/-[a-z0-9]+$/, ''));
  return Promise.all([...pools.values()].map((members) => lookAt(compute, members)));
}

/** The subnetworks of the nodes, that of most of them first. */
export async function subnetworksOf(compute: Compute, nodes: readonly ClusterNode[]): Promise<readonly Populated[]> {
  const bySubnetwork = Map.groupBy(await poolsOf(compute, nodes), ({ name }) => name);
  return [...bySubnetwork.values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ ...first, nodes: same.flatMap((each) => each.nodes) }];
    })
    .sort((a, b) => b.nodes.length - a.nodes.length || (a.name < b.name ? -1 : 1));
}

/** A pool by one of its machines, with the subnetwork and network of that one's first network interface. */
async function lookAt(compute: Compute, members: readonly ClusterNode[]): Promise<Pool> {
  for (const member of members.slice(0, SAMPLES)) {
    const { networkInterfaces = [], tags, serviceAccounts = [] } = (await compute.instance(machineOf(member))) ?? {};
    const [nic] = networkInterfaces;
    if (nic?.subnetwork !== undefined && nic.network !== undefined)
      return {
        name: relativeName(nic.subnetwork),
        network: relativeName(nic.network),
        nodes: members,
        tags: tags?.items ?? [],
        accounts: serviceAccounts.flatMap(({ email }) => email ?? []),
      };
  }
  throw new UserError(`Google Cloud does not say which subnetwork the node ${members[0]?.name} is in`, { hint });
}

/** @throws UserError for several networks */
function onlyNetwork(found: readonly Populated[]): string {
  const networks = Map.groupBy(found, ({ network }) => network);
  const [first] = networks.keys();
  if (first !== undefined && networks.size === 1) return first;
  const told = [...networks].map(
    ([network, inside]) => `${networkWords(network)} (${countOf(inside.flatMap(({ nodes }) => nodes))})`,
  );
  throw new UserError(`the nodes are in several networks: ${told.join(', ')}`, { hint });
}

/** @throws UserError where nodes of another region are to be kept out by --no-global-access */
function refuseUnreachable(found: readonly Populated[], region: string, globalAccess: boolean): void {
  const away = found.filter(({ name }) => partOfName(name, 'regions') !== region);
  if (globalAccess || away.length === 0) return;
  const regions = [...new Set(away.map(({ name }) => partOfName(name, 'regions')))].join(', ');
  throw new UserError(`with --no-global-access the nodes in ${regions} could not reach an endpoint in ${region}`, {
    hint: 'omit --no-global-access',
  });
}

/** Whether a subnetwork has addresses for whatever needs one: others are for proxies and the like. */
export function holdsAddresses({ purpose = 'PRIVATE' }: Subnetwork): boolean {
  return purpose === 'PRIVATE';
}

/** A subnetwork of the network in a region. @throws UserError where it has none */
async function subnetworkIn(compute: Compute, network: string, region: string): Promise<string> {
  const project = partOfName(network, 'projects') ?? '';
  const all = await compute.subnetworks({ project, region });
  const [first] = all
    .filter((each) => relativeName(each.network) === network && holdsAddresses(each))
    .map(({ selfLink }) => relativeName(selfLink))
    .sort();
  if (first !== undefined) return first;
  throw new UserError(`the ${networkWords(network)} has no subnetwork in ${region}, where the service is`, {
    hint: [
      'create one: ',
      gcloudCommand(
        'compute networks subnets create',
        [{ placeholder: 'NAME' }, '--network', lastPart(network), '--range', { placeholder: 'RANGE' }],
        { project, region },
      ),
    ],
  });
}
