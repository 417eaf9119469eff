import { parseTarget } from '../../atlas/sources/lookup.ts';
import type { Source } from '../../atlas/sources/source.ts';
import { allSources, sources } from '../../atlas/sources/table.ts';
import type { SourceKind } from '../../atlas/sources/types.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Candidate } from './candidates.ts';

/** A client, and the namespace in which names are looked up. */
export interface Place {
  readonly client: KubeClient;
  readonly namespace: string;
}

/**
 * Names or, once a slash is typed, TYPE/NAME.
 * @param kind the only kind that is asked for: whoever has typed nothing yet is shown it
 */
export async function sourceNames(
  place: Place,
  partial: string,
  kind: SourceKind | undefined,
): Promise<readonly Candidate[]> {
  const only = kind === undefined ? undefined : sources[kind];
  const slash = partial.indexOf('/');
  const shown = only === undefined || partial !== '' ? '' : `${only.shortNames[0]}/`;
  const prefix = slash < 0 ? shown : partial.slice(0, slash + 1);
  const kinds = slash < 0 ? allSources() : parseTarget(`${prefix}x`, place.namespace).map(({ source }) => source);
  const asked = only === undefined ? kinds : kinds.filter((source) => source === only);
  const objects = (await listOf(place, asked)).filter(
    // Most projects declare no endpoint: they are offered where one is asked for. Endpoints of a cluster may be declared elsewhere.
    ({ source, object }) => (slash >= 0 && only === undefined) || source.isCluster || source.isSource(object),
  );
  return [...new Set(objects.map(({ object }) => object.metadata.name))].map((name): Candidate => [`${prefix}${name}`]);
}

/** The objects of the given kinds; none of a kind that is not served or may not be read. */
export async function listOf(
  { client, namespace }: Place,
  kinds: readonly Source[],
): Promise<readonly { readonly source: Source; readonly object: KubeObject }[]> {
  const lists = await Promise.all(
    kinds.map(async (source) => {
      const list = await orRefusal(client.list(source.resource, namespace));
      return list instanceof ApiError ? [] : list.items.map((object) => ({ source, object }));
    }),
  );
  return lists.flat();
}
