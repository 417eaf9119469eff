import { type CloudEndpoint, sameId } from '../../core/cloud-endpoint.ts';
import type { CloudKind } from '../../cloud/kind.ts';
import type { Inventory } from '../sources/list.ts';

/** A cloud endpoint of this program's that no source of the cluster names. */
export interface Orphan {
  readonly endpoint: CloudEndpoint;
  /** What became of its source, as far as the cluster shows it. */
  readonly why: string;
}

/**
 * Those of a cloud's endpoints that no source names which is on this cloud: an id means nothing on another one.
 * @param made what the cloud has that bears this program's tags
 * @param inventories every source of the cluster, of all namespaces
 */
export function findOrphans(
  cloud: CloudKind,
  made: readonly CloudEndpoint[],
  inventories: readonly Inventory[],
): readonly Orphan[] {
  const states = inventories.flatMap(({ source, objects }) =>
    objects.flatMap((object) =>
      source.endpoints(object).filter(({ label }) => source.site(object, label).cloud === cloud),
    ),
  );
  const named = states.flatMap(({ declaredId, linkedId }) => [declaredId, linkedId]).filter((id) => id !== undefined);
  const uids = new Set(inventories.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.uid)));
  const paths = new Set(
    inventories.flatMap(({ source, objects }) =>
      objects.map(({ metadata }) => `${metadata.namespace ?? ''}/${source.resource.singular}/${metadata.name}`),
    ),
  );
  return made
    .filter(({ id }) => !named.some((other) => sameId(other, id)))
    .map((endpoint) => {
      const { uid = '', source = '' } = endpoint.madeFor ?? {};
      const why = uids.has(uid)
        ? 'its source does not name it'
        : paths.has(source)
          ? 'made for an earlier object of that name'
          : 'no such object in this cluster; another cluster may have it';
      return { endpoint, why };
    });
}
