import type { Selection } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Run } from '../run.ts';
import { notInstalled } from './not-found.ts';
import type { Source } from './source.ts';
import { allSources } from './table.ts';

/** The objects of one kind. */
export interface Inventory {
  readonly source: Source;
  readonly objects: readonly KubeObject[];
}

/** What was kept of the objects of one kind. */
export interface Kept<R> {
  readonly source: Source;
  readonly kept: readonly R[];
}

/**
 * All objects of every kind that can declare endpoints, if the kind is served and may be read. Warns about kinds that may not be read.
 * @throws UserError if none of the operator's kinds is served; ApiError if none may be read
 */
export async function listAll(
  run: Run,
  namespace: string | undefined,
  selection: Selection,
): Promise<readonly Inventory[]> {
  const all = await listEach(run, { namespace, selection }, (_source, objects) => objects);
  return all.map(({ source, kept }) => ({ source, objects: kept }));
}

/**
 * The same, but keeps only what `keep` makes of each page: a fleet's objects are many times as large as what is shown of them.
 * @throws as `listAll`; whatever `keep` throws
 */
export async function listEach<R>(
  { client, time, warn }: Run,
  { namespace, selection }: { readonly namespace: string | undefined; readonly selection: Selection },
  keep: (source: Source, objects: readonly KubeObject[]) => readonly R[] | Promise<readonly R[]>,
): Promise<readonly Kept<R>[]> {
  const read = async (source: Source): Promise<Kept<R>> => {
    const kept: R[] = [];
    for await (const { items } of client.pages(source.resource, namespace, selection, time.signal))
      for (const each of await keep(source, items)) kept.push(each);
    return { source, kept };
  };
  const answers = await Promise.all(allSources().map((source) => orRefusal(read(source))));
  const found = answers.flatMap((answer) => (answer instanceof ApiError ? [] : [answer]));
  const refusals = answers.flatMap((answer) => (answer instanceof ApiError && !answer.notServed ? [answer] : []));
  const missing = answers.find((answer) => answer instanceof ApiError && answer.notServed);
  if (found.length === 0 && refusals[0] !== undefined) throw refusals[0];
  if (found.length === 0 && missing instanceof ApiError) throw notInstalled(missing);
  for (const refusal of refusals) warn(`some endpoints are not shown: ${refusal.message}`);
  return found;
}
