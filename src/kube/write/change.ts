import { conflictPauses } from '../../core/retries/backoff.ts';
import { KeepsChangingError, MAX_CONFLICTS } from '../../core/errors.ts';
import type { Time } from '../../core/wait.ts';
import { attemptWrite } from './attempt-write.ts';
import { notStored } from './not-stored.ts';
import type { KubeClient } from '../client.ts';
import type { KubeObject, PatchOperation, Resource } from '../resource.ts';

/** The object to change. */
export interface Changed {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}

/** The wanted annotations; undefined for one that must not be there. */
type Annotations = Readonly<Record<string, string | undefined>>;

/** The operations that give an object the wanted annotations; none if it has them already. */
export function annotating({ metadata }: KubeObject, wanted: Annotations): readonly PatchOperation[] {
  const present = metadata.annotations;
  const entries = Object.entries(wanted).filter(([key, value]) => present?.[key] !== value);
  if (present === undefined && entries.length > 0)
    return [{ op: 'add', path: '/metadata/annotations', value: Object.fromEntries(entries) }];
  return entries.map(([key, value]) => {
    // RFC 6901.
    const path = `/metadata/annotations/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return value === undefined ? { op: 'remove', path } : { op: 'add', path, value };
  });
}

/**
 * Reads an object and changes it. The operator writes the same objects: after a conflict the change is tried again, because it does not
 * depend on what the operator wrote.
 * @param plan the operations; none if the object needs no change
 * @returns whether it needed a change
 * @throws ApiError; UserError if a policy refuses the change, or the server does not store it; KeepsChangingError
 */
export async function change(
  client: KubeClient,
  { resource, namespace, name }: Changed,
  plan: (object: KubeObject) => readonly PatchOperation[],
  time: Time,
): Promise<boolean> {
  const pauses = conflictPauses();
  for (let tries = 0; tries < MAX_CONFLICTS; tries += 1) {
    const object = await client.get<KubeObject>(resource, namespace, name, time.signal);
    const operations = plan(object);
    if (operations.length === 0) return false;
    const result = await attemptWrite(() => client.patch(resource, object, operations, { signal: time.signal }));
    if (result === 'conflict') {
      await time.sleep(pauses.next(), time.signal);
      continue;
    }
    if (plan(result).length > 0) throw notStored(result, 'its annotations and data are as they were');
    return true;
  }
  throw new KeepsChangingError({ reference: `${resource.singular}/${name}`, namespace });
}

/** Sets and takes off annotations. @returns and throws as `change` */
export function annotate(client: KubeClient, changed: Changed, wanted: Annotations, time: Time): Promise<boolean> {
  return change(client, changed, (object) => annotating(object, wanted), time);
}
