import { type CloudEndpoint, idKey } from '../../core/cloud-endpoint.ts';
import type { CloudKind } from '../../cloud/kind.ts';
import type { Inventory } from '../sources/list.ts';

/** A cloud endpoint with this program's tags that no source in the cluster refers to. */
export interface Orphan {
  readonly endpoint: CloudEndpoint;
  /** What became of its source, as far as the cluster shows. */
  readonly why: string;
}

/**
 * The cloud endpoints that no source on the same cloud refers to: an id means nothing on another cloud.
 * @param made the cloud endpoints with this program's tags
 * @param inventories every source in the cluster, in all namespaces
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
  const referenced = new Set(
    states
      .flatMap(({ declaredId, linkedId }) => [declaredId, linkedId])
      .filter((id) => id !== undefined)
      .map(idKey),
  );
  const uids = new Set(inventories.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.uid)));
  const paths = new Set(
    inventories.flatMap(({ source, objects }) =>
      objects.map(({ metadata }) => `${metadata.namespace ?? ''}/${source.resource.singular}/${metadata.name}`),
    ),
  );
  return made
    .filter(({ id }) => !referenced.has(idKey(id)))
    .map((endpoint) => {
      const { uid = '', source = '' } = endpoint.madeFor ?? {};
      const why = uids.has(uid)
        ? `not referenced by ${source.slice(source.indexOf('/') + 1)}`
        : paths.has(source)
          ? 'made for an earlier object of the same name'
          : 'its source is not in this cluster, but may be in another';
      return { endpoint, why };
    });
}
