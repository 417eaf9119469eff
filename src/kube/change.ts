import { PATIENCE } from '../core/reconcile.ts';
import type { KubeClient } from './client.ts';
import { ApiError } from './errors.ts';
import type { KubeObject, PatchOperation, Resource } from './resource.ts';

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
 * Reads an object and changes it. The operator writes the same objects: a conflict is tried again at once, because what is wanted does
 * not depend on what it wrote.
 * @param plan the operations; none where the object is as it is to be
 * @throws ApiError
 */
export async function change(
  client: KubeClient,
  resource: Resource,
  [namespace, name]: readonly [string, string],
  plan: (object: KubeObject) => readonly PatchOperation[],
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const object = await client.get<KubeObject>(resource, namespace, name, signal);
    const operations = plan(object);
    if (operations.length === 0) return;
    try {
      await client.patch(resource, object, operations, signal);
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 409) || tries === PATIENCE) throw error;
    }
  }
}

/** Sets and takes off annotations. @throws ApiError */
export function annotate(
  client: KubeClient,
  resource: Resource,
  name: readonly [namespace: string, name: string],
  wanted: Annotations,
  signal: AbortSignal,
): Promise<void> {
  return change(client, resource, name, (object) => annotating(object, wanted), signal);
}
