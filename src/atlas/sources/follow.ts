import type { KubeClient, Selection } from '../../kube/client.ts';
import type { Time } from '../../core/wait.ts';
import { follow } from '../../kube/watch.ts';
import type { Inventory } from './list.ts';
import type { Source } from './source.ts';

/** Objects of one kind to follow. */
export interface Followed {
  readonly source: Source;
  /** All namespaces when undefined. */
  readonly namespace: string | undefined;
  readonly selection: Selection;
}

/** The current objects of one of the kinds that are followed. */
export interface Seen extends Inventory {
  /** Its index in what is followed. */
  readonly index: number;
}

/**
 * Yields the current objects of each kind that is followed, and then those of a kind again after each change to it, indefinitely.
 * @throws the same as `follow`
 */
export async function* followAll(
  client: KubeClient,
  followed: readonly Followed[],
  time: Time,
): AsyncGenerator<Seen, void, undefined> {
  const streams = followed.map(({ source, namespace, selection }) => ({
    source,
    stream: follow(client, source.resource, { ...selection, namespace }, time),
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
      yield { index, source, objects: result.value };
      const stream = streams[index];
      if (stream !== undefined) waiting[index] = next(stream, index);
    }
  } finally {
    for (const promise of waiting) promise.catch(() => undefined);
  }
}
