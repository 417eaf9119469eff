import { UserError } from '../../core/errors.ts';
import type { Time } from '../../core/wait.ts';
import { PATIENCE, conflictPauses } from '../../core/plan/reconcile.ts';
import { attemptWrite } from './attempt-write.ts';
import { notStored } from './not-stored.ts';
import type { KubeClient } from '../client.ts';
import type { KubeObject, PatchOperation, Resource } from '../resource.ts';

/** The object that is changed. */
export interface Changed {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}

/** Annotations as they are to be; undefined for one that is not to be there. */
type Annotations = Readonly<Record<string, string | undefined>>;

/** What makes the annotations of an object what they are to be; empty where they are. */
function annotating({ metadata }: KubeObject, wanted: Annotations): readonly PatchOperation[] {
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
 * Reads an object and changes it. The operator writes the same objects: after a conflict it is read and changed again, because what is wanted
 * does not depend on what it wrote.
 * @param plan the operations; none where the object is as it is to be
 * @returns whether it had to be changed
 * @throws ApiError; UserError where a policy refuses the change, the server does not store it, or the object never stops changing
 */
export async function change(
  client: KubeClient,
  { resource, namespace, name }: Changed,
  plan: (object: KubeObject) => readonly PatchOperation[],
  time: Time,
): Promise<boolean> {
  const pauses = conflictPauses();
  for (let tries = 0; tries < PATIENCE; tries += 1) {
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
  throw new UserError(`${resource.singular}/${name} keeps changing while it is being patched`, {
    hint: 'see who else writes it: kubectl get -o yaml --show-managed-fields',
  });
}

/** Sets and takes off annotations. @returns and throws as `change` */
export function annotate(client: KubeClient, changed: Changed, wanted: Annotations, time: Time): Promise<boolean> {
  return change(client, changed, (object) => annotating(object, wanted), time);
}
