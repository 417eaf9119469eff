import type { FieldTrie, KubeObject, ManagedFields, PatchOperation } from '../resource.ts';

/**
 * Field manager recorded in metadata.managedFields, unless --field-manager names another. It must not begin with `kubectl`: a sync by Flux
 * takes over the fields of such managers and removes those that are not in Git (tried with fluxcd/pkg/ssa v0.76.0; ssa/patch.go compares
 * the prefix, which kustomize-controller sets in internal/controller/kustomization_controller.go).
 */
export const FIELD_MANAGER = 'atlas-pe';

/** The field manager of earlier versions of this program, whose fields Flux takes over. */
const FORMER_MANAGER = 'kubectl-atlas-pe';

/** Managers that kustomize-controller takes over in addition to those that begin with `kubectl` (in the same file). */
const takenOver: ReadonlySet<string> = new Set(['before-first-apply', 'kustomize-controller']);

/** Whether a sync by Flux takes over the fields of a manager. */
export function isTakenOverByFlux(manager: string): boolean {
  return manager.startsWith('kubectl') || takenOver.has(manager);
}

/** The managers that own a field or something in it, other than through the status subresource. */
export function managersOf({ metadata }: KubeObject, path: readonly string[]): readonly ManagedFields[] {
  return (metadata.managedFields ?? []).filter(
    ({ fieldsV1, subresource }) => subresource !== 'status' && fieldAt(fieldsV1, path) !== undefined,
  );
}

/** What a manager owns in a field; undefined if it owns nothing in it. */
export function fieldAt(trie: FieldTrie | undefined, path: readonly string[]): FieldTrie | undefined {
  return path.reduce<FieldTrie | undefined>((node, part) => node?.[`f:${part}`], trie);
}

/**
 * Removes the entries of this program's former name from an object's managers. Fields that only they owned then have no owner, so that no
 * apply removes them; under the former name, the next sync by Flux would.
 */
export function forgetFormerManager({ metadata }: KubeObject): readonly PatchOperation[] {
  const entries = metadata.managedFields ?? [];
  return [...entries.keys()]
    .filter((at) => entries[at]?.manager === FORMER_MANAGER)
    .toReversed()
    .map((at) => ({ op: 'remove', path: `/metadata/managedFields/${at}` }));
}
