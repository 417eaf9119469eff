import { isRecord } from '../../kube/json.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** The operator leaves an object alone that has this annotation, whose value is `skip` (v2.15.1:internal/controller/customresource). */
export const skipAnnotation = 'mongodb.com/atlas-reconciliation-policy';

/** With the value `keep`, what an object stands for stays in Atlas when the object is deleted (the same package). */
export const resourcePolicyAnnotation = 'mongodb.com/atlas-resource-policy';

/** Tells that it is this program that moves the project's endpoints, and since when; without it, somebody else has the operator skip the project. */
export const moveAnnotation = 'kubectl-atlas-pe/moving-since';

/** The spec of the last pass that left the whole object ready, as JSON (the same package, lastapplied.go). */
const lastAppliedAnnotation = 'mongodb.com/last-applied-configuration';

/** Whether the operator leaves the object alone; then its status describes it as it was before. */
export function isSkipped({ metadata: { annotations } }: KubeObject): boolean {
  return annotations?.[skipAnnotation] === 'skip';
}

/** Whether a move of a project's endpoints has begun that is not finished. */
export function isMoving({ metadata: { annotations } }: KubeObject): boolean {
  return annotations?.[moveAnnotation] !== undefined;
}

/** A member of the spec that the operator has last applied; undefined if that has none, or if there is nothing to read. */
export function lastApplied({ metadata: { annotations } }: KubeObject, member: string): unknown {
  try {
    const spec: unknown = JSON.parse(annotations?.[lastAppliedAnnotation] ?? '{}');
    return isRecord(spec) ? spec[member] : undefined;
  } catch {
    // The operator itself fails on such an annotation, and says so.
    return undefined;
  }
}
