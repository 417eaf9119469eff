import { KeepsChangingError, MAX_CONFLICTS } from '../../core/errors.ts';
import { attemptWrite } from './attempt-write.ts';
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
 * Reads an object and changes it. The operator writes the same objects: after a conflict the change is tried again at once, because it
 * does not depend on what the operator wrote.
 * @param plan the operations; none if the object needs no change
 * @throws ApiError; UserError if a policy refuses the change; KeepsChangingError
 */
export async function change(
  client: KubeClient,
  { resource, namespace, name }: Changed,
  plan: (object: KubeObject) => readonly PatchOperation[],
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 0; tries < MAX_CONFLICTS; tries += 1) {
    const object = await client.get<KubeObject>(resource, namespace, name, signal);
    const operations = plan(object);
    if (operations.length === 0) return;
    const result = await attemptWrite(() => client.patch(resource, object, operations, { signal }));
    if (result !== 'conflict') return;
  }
  throw new KeepsChangingError({ reference: `${resource.singular}/${name}`, namespace });
}

/** Sets and removes annotations. @throws the same as `change` */
export function annotate(
  client: KubeClient,
  changed: Changed,
  wanted: Annotations,
  signal: AbortSignal,
): Promise<void> {
  return change(client, changed, (object) => annotating(object, wanted), signal);
}
