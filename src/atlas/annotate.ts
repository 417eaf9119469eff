import type { KubeClient } from '../kube/client.ts';
import { ApiError } from '../kube/errors.ts';
import type { KubeObject, PatchOperation, Resource } from '../kube/resource.ts';

/** How often an object may be written by somebody else in between. */
const PATIENCE = 20;

/** Where an annotation stands, as a JSON pointer (RFC 6901). */
function pathOf(key: string): string {
  return `/metadata/annotations/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What makes the annotations of an object what they are to be; empty where they are. */
function operations({ metadata }: KubeObject, wanted: Annotations): readonly PatchOperation[] {
  const present = metadata.annotations;
  const entries = Object.entries(wanted).filter(([key, value]) => present?.[key] !== value);
  if (present === undefined && entries.length > 0)
    return [{ op: 'add', path: '/metadata/annotations', value: Object.fromEntries(entries) }];
  return entries.map(([key, value]) =>
    value === undefined ? { op: 'remove', path: pathOf(key) } : { op: 'add', path: pathOf(key), value },
  );
}

/** Annotations as they are to be; undefined for one that is not to be there. */
export type Annotations = Readonly<Record<string, string | undefined>>;

/**
 * Sets and takes off annotations. The operator writes the same objects: a conflict is tried again at once, because what was planned
 * does not depend on what it wrote.
 * @throws ApiError
 */
export async function annotate(
  client: KubeClient,
  resource: Resource,
  [namespace, name]: readonly [string, string],
  wanted: Annotations,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const object = await client.get<KubeObject>(resource, namespace, name, signal);
    const patch = operations(object, wanted);
    if (patch.length === 0) return;
    try {
      await client.patch(resource, object, patch, signal);
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 409) || tries === PATIENCE) throw error;
    }
  }
}
