import { annotating } from '../../kube/write/change.ts';
import { nonEmpty } from '../../core/outside-values.ts';
import type { PatchOperation } from '../../kube/resource.ts';
import { isMoving, isSkipped, lastApplied, moveAnnotation, skipAnnotation } from '../api/annotations.ts';
import type { AtlasProject } from '../api/project.ts';

/** Whether the operator leaves the project alone because of a move. */
export function isPaused(project: AtlasProject): boolean {
  return isMoving(project) && isSkipped(project);
}

/** Whether the operator no longer knows that it has applied endpoints of the project, so that none of them can be missing to it. */
export function isForgotten(project: AtlasProject): boolean {
  const applied = lastApplied(project, 'privateEndpoints');
  return applied === undefined || applied === null || (Array.isArray(applied) && applied.length === 0);
}

/** A field of the first item that says nothing there, as the item's cloud has no use for it. */
function idleField({ spec }: AtlasProject): 'ip' | 'gcpProjectId' {
  return nonEmpty(spec?.privateEndpoints?.[0]?.ip) === undefined ? 'ip' : 'gcpProjectId';
}

function isTouched(project: AtlasProject): boolean {
  return project.spec?.privateEndpoints?.[0]?.[idleField(project)] === '';
}

/**
 * A change of the spec that means nothing: an empty field, there or not. The operator looks at a project when its spec changes; an annotation
 * alone it notices hours later (v2.15.0:internal/controller/watch/predicates.go; 2.11.1 and 2.15.0 do nothing for 20 s).
 * @param project one with an item
 */
export function touching(project: AtlasProject): PatchOperation {
  const path = `/spec/privateEndpoints/0/${idleField(project)}`;
  return isTouched(project) ? { op: 'remove', path } : { op: 'add', path, value: '' };
}

/** Makes the operator look at the project, and notes that a move has begun. @param since as an ISO 8601 time */
export function looking(project: AtlasProject, since: string): readonly PatchOperation[] {
  return [...annotating(project, { [moveAnnotation]: since }), touching(project)];
}

/** Makes the operator leave the project alone, and notice that at once. */
export function pausing(project: AtlasProject, since: string): readonly PatchOperation[] {
  const mark = isMoving(project) ? {} : { [moveAnnotation]: since };
  return [...annotating(project, { ...mark, [skipAnnotation]: 'skip' }), touching(project)];
}

/** The opposite. That the move has begun stays noted until the operator has looked at the project. */
export function unpausing(project: AtlasProject): readonly PatchOperation[] {
  return [...annotating(project, { [skipAnnotation]: undefined }), touching(project)];
}

/** The last change: the endpoints leave the spec in the moment in which the operator no longer leaves the project alone. */
export function moving(project: AtlasProject): readonly PatchOperation[] {
  return [
    { op: 'remove', path: '/spec/privateEndpoints' },
    ...annotating(project, { [skipAnnotation]: undefined, [moveAnnotation]: undefined }),
  ];
}

/** Takes off what shows that a move had begun. */
export function tidying(project: AtlasProject): readonly PatchOperation[] {
  return [...annotating(project, { [moveAnnotation]: undefined }), ...(isTouched(project) ? [touching(project)] : [])];
}
