import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import type { Run } from '../run.ts';

const events: Resource = {
  shape: { reason: 'string', message: 'string', involvedObject: { name: 'string' } },
  group: '',
  version: 'v1',
  plural: 'events',
  singular: 'event',
  kind: 'Event',
};

/** An event, as far as it is read (kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1). */
interface Event extends KubeObject {
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string;
  readonly involvedObject?: { readonly name?: string };
  /** In place of lastTimestamp, where the newer API was used to write it. */
  readonly eventTime?: string;
}

/** A warning that somebody wrote about an object. */
export interface Warned {
  /** The name of the object. */
  readonly name: string;
  readonly reason: string;
  readonly message: string;
}

/** The objects of one kind that events are about. */
export interface About {
  readonly kind: string;
  readonly namespace: string;
  readonly names: readonly string[];
}

function timeOf({ lastTimestamp, eventTime, metadata }: Event): number {
  return Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '') || 0;
}

/** The newest warning about one of some objects that was written since a time; undefined where there is none, or events may not be read. @param since milliseconds since the epoch */
export async function newestWarning(
  { client, time }: Run,
  { kind, namespace, names }: About,
  since: number,
): Promise<Warned | undefined> {
  const [only, another] = names;
  if (only === undefined) return undefined;
  const named = another === undefined ? `,involvedObject.name=${only}` : '';
  const fieldSelector = `involvedObject.kind=${kind}${named},type=Warning`;
  const list = await orRefusal(client.list<Event>(events, namespace, { fieldSelector }, time.signal));
  if (list instanceof ApiError) return undefined;
  // Events are written to the second.
  const recent = list.items.filter(
    (event) => timeOf(event) >= since - 1_000 && names.includes(event.involvedObject?.name ?? ''),
  );
  const newest = recent.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
  if (newest === undefined) return undefined;
  const { involvedObject: { name = '' } = {}, reason = '', message = '' } = newest;
  return { name, reason, message };
}
