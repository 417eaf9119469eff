import type { KubeClient, Selection } from '../../kube/client.ts';
import type { Time } from '../../core/wait.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { type Seen, followChanges } from '../../kube/watch.ts';
import type { Source } from './source.ts';

/** Objects of one kind to follow. */
export interface Followed {
  readonly source: Source;
  /** All namespaces when undefined. */
  readonly namespace: string | undefined;
  readonly selection: Selection;
}

/** What is seen of one of the kinds that are followed. */
export interface SeenOfKind {
  /** Its index in what is followed. */
  readonly index: number;
  readonly seen: Seen<KubeObject>;
}

/**
 * Yields the objects of each kind that is followed, and then each change to one of them, indefinitely.
 * @throws the same as `followChanges`
 */
export async function* followAll(
  client: KubeClient,
  followed: readonly Followed[],
  time: Time,
): AsyncGenerator<SeenOfKind, void, undefined> {
  const streams = followed.map(({ source, namespace, selection }) =>
    followChanges(client, source.resource, { ...selection, namespace }, time),
  );
  const next = async (stream: (typeof streams)[number], index: number) => ({ index, result: await stream.next() });
  const waiting = streams.map(next);
  try {
    while (waiting.length > 0) {
      const { index, result } = await Promise.race(waiting);
      if (result.done === true) return;
      yield { index, seen: result.value };
      const stream = streams[index];
      if (stream !== undefined) waiting[index] = next(stream, index);
    }
  } finally {
    for (const promise of waiting) promise.catch(() => undefined);
  }
}
