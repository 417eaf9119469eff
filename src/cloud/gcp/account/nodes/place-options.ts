import { isFailure } from '../../../../core/errors.ts';
import type { ClusterNode, PlaceOptions } from '../../../placement.ts';
import { lastPart, partOfName, relativeName } from '../../names.ts';
import type { Compute } from '../compute.ts';
import { holdsAddresses, projectOf, subnetworksOf } from './from-nodes.ts';

/** Where subnetworks are looked for. */
interface Asked {
  readonly nodes: readonly ClusterNode[];
  /** Of the service, and so of the endpoint. */
  readonly region: string;
  /** The project that the person names. */
  readonly named: string | undefined;
  /** That, or the one that gcloud uses. */
  readonly known: string | undefined;
}

type Populated = Awaited<ReturnType<typeof subnetworksOf>>;

/** The subnetworks in the service's region, of the nodes' network, which may be another project's, and of the project's own networks. */
export async function placeOptions(compute: Compute, { nodes, region, named, known }: Asked): Promise<PlaceOptions> {
  const populated = await subnetworksOf(compute, nodes).catch((error: unknown): Populated => {
    if (!isFailure(error)) throw error;
    return [];
  });
  const own = named ?? (nodes.length > 0 ? projectOf(nodes) : known);
  const hosts = populated.flatMap(({ network }) => partOfName(network, 'projects') ?? []);
  const projects = [...new Set([...hosts, ...(own === undefined ? [] : [own])])];
  const lists = await Promise.all(projects.map((project) => compute.subnetworks({ project, region })));
  const near = new Set(populated.map(({ network }) => network));
  const options = lists
    .flat()
    .filter(holdsAddresses)
    .map(({ selfLink, network, ipCidrRange = '' }) => {
      const id = relativeName(selfLink);
      return {
        id,
        name: lastPart(id),
        columns: [`${partOfName(network, 'projects') ?? ''}/${lastPart(network)}`, lastPart(id), ipCidrRange],
        nodes: populated.find(({ name }) => name === id)?.nodes.length ?? 0,
        isNear: near.has(relativeName(network)),
      };
    });
  const sorted = options.sort(
    (a, b) => b.nodes - a.nodes || Number(b.isNear) - Number(a.isNear) || (a.id < b.id ? -1 : 1),
  );
  return {
    options: sorted.map(({ isNear, ...each }, at) => ({
      ...each,
      proposed: at === 0 && (isNear || sorted.length === 1),
    })),
    // Of a Shared VPC the subnetwork's project is somebody else's.
    ...(named === undefined && nodes.length > 0 ? { also: { 'gcp-project': projectOf(nodes) } } : {}),
  };
}
