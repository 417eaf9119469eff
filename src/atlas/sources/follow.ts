import type { KubeClient, Selection } from '../../kube/client.ts';
import type { Time } from '../../core/wait.ts';
import { follow } from '../../kube/watch.ts';
import type { Inventory } from './list.ts';
import type { Source } from './source.ts';

/** Which objects are followed, and where. */
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
    stream: follow(client, source.resource, options, time, time.signal),
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
