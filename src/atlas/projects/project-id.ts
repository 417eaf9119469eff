import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { ProjectReference } from '../api/project-reference.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import type { Run } from '../run.ts';

/** The id of an Atlas project, 24 hexadecimal digits; or why it is unknown. */
export type ProjectId = { readonly id: string } | { readonly unknown: string; readonly hint: Hint };

/** An object that belongs to an Atlas project. */
export type OfProject = Pick<KubeObject, 'metadata'> & { readonly spec?: ProjectReference };

/**
 * The AtlasProject that an object names by `projectRef`: undefined if it names none, or one that there is not. An ApiError for one that may
 * not be read.
 */
export async function projectOf(
  { client, time }: Pick<Run, 'client' | 'time'>,
  { metadata, spec }: OfProject,
): Promise<AtlasProject | ApiError | undefined> {
  const { projectRef } = spec ?? {};
  if (projectRef?.name === undefined) return undefined;
  const namespace = namespaceOf(projectRef, metadata);
  return orRefusal(client.find<AtlasProject>(projectResource, namespace, projectRef.name, time.signal));
}

/** Where a project is that an object names: in the object's own namespace, unless it says another. */
function namespaceOf({ namespace }: NonNullable<ProjectReference['projectRef']>, own: OfProject['metadata']): string {
  return namespace || (own.namespace ?? '');
}

/**
 * The id of the Atlas project that an object belongs to: what its reference says, or what the operator wrote into the status of the
 * AtlasProject (v1.6.0:pkg/api/v1/status/atlasproject.go; the same up to v2.15.1).
 */
export async function projectIdOf(run: Run, object: OfProject): Promise<ProjectId> {
  const { projectRef, externalProjectRef } = object.spec ?? {};
  if (externalProjectRef?.id !== undefined) return { id: externalProjectRef.id };
  if (projectRef?.name === undefined)
    return { unknown: 'it names no project', hint: 'set spec.projectRef or spec.externalProjectRef' };
  const { name } = projectRef;
  const namespace = namespaceOf(projectRef, object.metadata);
  const found = await projectOf(run, object);
  if (found instanceof ApiError)
    return { unknown: found.message, hint: found.hint ?? 'ask for the Role in docs/permissions.md' };
  const look: Hint = ['see: ', { kubectl: ['get', 'atlasproject', name, '-n', namespace] }];
  if (found === undefined) return { unknown: `there is no atlasproject/${name} in namespace ${namespace}`, hint: look };
  const id = found.status?.id;
  return id === undefined
    ? { unknown: `atlasproject/${name} in namespace ${namespace} has no id in its status yet`, hint: look }
    : { id };
}

/**
 * The same where nothing can be done without it.
 * @param reference how messages name the object
 * @throws UserError where it is unknown: two projects may have clusters and users of the same names
 */
export async function requireProjectId(run: Run, object: OfProject, reference: string): Promise<string> {
  const project = await projectIdOf(run, object);
  if ('id' in project) return project.id;
  throw projectUnknown(reference, project);
}

/** The error for an object whose project cannot be told. */
export function projectUnknown(
  reference: string,
  { unknown, hint }: Extract<ProjectId, { unknown: string }>,
): UserError {
  return new UserError(`the Atlas project of ${reference} is unknown: ${unknown}`, { hint });
}
