import type { KubeClient, Selection } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { follow } from '../../kube/watch.ts';
import type { Time } from '../../core/wait.ts';
import { type Source } from './source.ts';
import { notInstalled } from './lookup.ts';
import { allSources } from './table.ts';

/** The objects of one kind. */
export interface Inventory {
  readonly source: Source;
  readonly objects: readonly KubeObject[];
}

/**
 * All objects of every kind that can declare endpoints, as far as they are served and may be read.
 * @param warn told of a kind that may not be read
 * @throws UserError when the operator's kinds are not served; ApiError when none may be read
 */
export async function listAll(
  client: KubeClient,
  namespace: string | undefined,
  selection: Selection,
  signal: AbortSignal,
  warn: (text: string) => void,
): Promise<readonly Inventory[]> {
  const answers = await Promise.all(
    allSources.map(async (source) => {
      try {
        return { source, objects: (await client.list(source.resource, namespace, selection, signal)).items };
      } catch (error) {
        if (error instanceof ApiError && (error.notServed || error.code === 403)) return error;
        throw error;
      }
    }),
  );
  const found = answers.flatMap((answer) => (answer instanceof ApiError ? [] : [answer]));
  const refusals = answers.flatMap((answer) => (answer instanceof ApiError && !answer.notServed ? [answer] : []));
  const missing = answers.find((answer) => answer instanceof ApiError && answer.notServed);
  if (found.length === 0 && refusals[0] !== undefined) throw refusals[0];
  if (found.length === 0 && missing instanceof ApiError) throw notInstalled(missing);
  for (const refusal of refusals) warn(`not everything can be shown: ${refusal.message}`);
  return found;
}

/** Which of them are followed, and where. */
export interface Followed {
  readonly sources: readonly Source[];
  readonly namespace: string | undefined;
  readonly selection: Selection;
  readonly onConnection: (text: string) => void;
}

/** The objects of some kinds now, and of one kind again after each of its changes, for ever. @throws as `follow` */
export async function* followAll(
  client: KubeClient,
  { sources: followed, namespace, selection, onConnection }: Followed,
  time: Time,
): AsyncGenerator<Inventory, void, undefined> {
  const options = { ...selection, namespace, onConnection };
  const streams = followed.map((source) => ({
    source,
    stream: follow(client, source.resource, options, time),
  }));
  const next = async ({ source, stream }: (typeof streams)[number], index: number) => ({
    index,
    source,
    result: await stream.next(),
  });
  const waiting = streams.map(next);
  try {
    while (waiting.length > 0) {
      const { index, source, result } = await Promise.race(waiting);
      if (result.done === true) return;
      yield { source, objects: result.value };
      const stream = streams[index];
      if (stream !== undefined) waiting[index] = next(stream, index);
    }
  } finally {
    for (const promise of waiting) promise.catch(() => undefined);
  }
}
