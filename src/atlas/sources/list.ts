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

/**
 * All objects of every kind that can declare endpoints, if the kind is served and may be read. Warns about kinds that may not be read.
 * @throws UserError if none of the operator's kinds is served; ApiError if none may be read
 */
export async function listAll(
  { client, time, warn }: Run,
  namespace: string | undefined,
  selection: Selection,
): Promise<readonly Inventory[]> {
  const answers = await Promise.all(
    allSources().map(async (source) => {
      const list = await orRefusal(client.list(source.resource, namespace, selection, time.signal));
      return list instanceof ApiError ? list : { source, objects: list.items };
    }),
  );
  const found = answers.flatMap((answer) => (answer instanceof ApiError ? [] : [answer]));
  const refusals = answers.flatMap((answer) => (answer instanceof ApiError && !answer.notServed ? [answer] : []));
  const missing = answers.find((answer) => answer instanceof ApiError && answer.notServed);
  if (found.length === 0 && refusals[0] !== undefined) throw refusals[0];
  if (found.length === 0 && missing instanceof ApiError) throw notInstalled(missing);
  for (const refusal of refusals) warn(`some endpoints are not shown: ${refusal.message}`);
  return found;
}
