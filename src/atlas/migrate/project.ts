import { UserError } from '../../core/errors.ts';
import type { Verdict } from '../../core/wait.ts';
import { attemptWrite } from '../../kube/write/attempt-write.ts';
import { notStored } from '../../kube/write/not-stored.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';
import { conditionOf, isBehind } from '../api/conditions.ts';
import { isOfKind } from '../api/custom-resource.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import { type ObjectWait, awaitObject } from '../object-wait.ts';
import { projectEndpoints } from '../sources/project/state.ts';
import { sources } from '../sources/table.ts';
import type { Move } from './moves.ts';

/** What a move, or the way back, works on. The target is the project. */
export interface MigrationOptions extends ObjectWait {
  /** What is moved, as the project declared it when the command began. */
  readonly moves: readonly Move[];
}

/** The project as it is now. @throws UserError if it is gone, or if the operator ignores it */
export async function readProject({ client, target, time }: MigrationOptions): Promise<AtlasProject> {
  return present(await client.find(projectResource, target.namespace, target.name, time.signal), target.reference);
}

function present(object: KubeObject | undefined, reference: string): AtlasProject {
  if (object === undefined || !isOfKind<AtlasProject>(projectResource, object))
    throw new UserError(`${reference} was deleted in the meantime`);
  sources.atlasproject.refuse(object);
  return object;
}

/** Changes the project as it was planned on. @param isStored whether what the API server has stored shows the change */
export async function patchProject(
  { client, time }: MigrationOptions,
  project: AtlasProject,
  operations: readonly PatchOperation[],
  isStored: (stored: AtlasProject) => boolean,
): Promise<'conflict' | undefined> {
  const stored = await attemptWrite(() =>
    client.patch<AtlasProject>(projectResource, project, operations, { signal: time.signal }),
  );
  if (stored === 'conflict') return stored;
  if (!isStored(stored))
    throw notStored(stored, 'its annotations or its spec.privateEndpoints are not as they were written');
  return undefined;
}

/** What is still to come until the status describes the spec as it is, with every endpoint available; undefined once it does. */
export function missingIn(project: AtlasProject): string | undefined {
  const open = projectEndpoints(project).find(({ declared, phase }) => declared && phase !== 'Available');
  if (open === undefined && !isBehind(project)) return undefined;
  const progress = sources.atlasproject.progress(project);
  return progress ?? `${open?.label ?? 'the project'} is ${open?.phase ?? 'not known'}`;
}

/** What is still to come until the operator has processed a project without the endpoints; undefined once it has. */
export function unprocessedIn(project: AtlasProject): string | undefined {
  if (!isBehind(project) && conditionOf(project, 'Ready')?.status === 'True') return undefined;
  return sources.atlasproject.progress(project) ?? 'Ready is not True yet';
}

/** Follows the project until nothing is missing. @param missing what still is, in words */
export function awaitProject(
  options: MigrationOptions,
  what: string,
  missing: (project: AtlasProject) => string | undefined,
  onSeen: (seen: string) => void,
): Promise<true> {
  const judge = (object: KubeObject | undefined): Verdict<true> => {
    const waiting = missing(present(object, options.target.reference));
    return waiting === undefined ? { done: true } : { waiting };
  };
  return awaitObject(options, what, judge, onSeen);
}

/** The ids of what Atlas has of the services that are moved, and that no item declares: an object that does not list them would delete them. */
export function undeclaredIn(project: AtlasProject, moves: readonly Move[]): readonly string[] {
  const services = moves.map(({ service }) => service);
  return projectEndpoints(project).flatMap(({ declared, service, linkedId }) =>
    declared || linkedId === undefined || !services.includes(service) ? [] : [linkedId],
  );
}
