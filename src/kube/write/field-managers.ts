import type { FieldTrie, KubeObject, ManagedFields, PatchOperation } from '../resource.ts';

/**
 * Who is noted as the writer in metadata.managedFields, unless --field-manager says another. The name must not begin with `kubectl`: a
 * sync by Flux takes over what such managers own and removes what Git does not have of it (tried with fluxcd/pkg/ssa v0.76.0; the prefix
 * is compared in ssa/patch.go, the name given in kustomize-controller internal/controller/kustomization_controller.go).
 */
export const FIELD_MANAGER = 'atlas-pe';

/** The name under which earlier versions of this program wrote, and which Flux takes over. */
const FORMER_MANAGER = 'kubectl-atlas-pe';

/** Other managers that kustomize-controller takes over besides those that begin with `kubectl` (the same file of it). */
const takenOver: ReadonlySet<string> = new Set(['before-first-apply', 'kustomize-controller']);

/** Whether a sync by Flux takes over what a manager of that name owns. */
export function isTakenOverByFlux(manager: string): boolean {
  return manager.startsWith('kubectl') || takenOver.has(manager);
}

/** The managers that own a field, or something in it, as far as they set it themselves and not the status. */
export function managersOf({ metadata }: KubeObject, path: readonly string[]): readonly ManagedFields[] {
  return (metadata.managedFields ?? []).filter(
    ({ fieldsV1, subresource }) => subresource !== 'status' && fieldAt(fieldsV1, path) !== undefined,
  );
}

/** What a manager owns in a field; undefined where it owns nothing of it. */
export function fieldAt(trie: FieldTrie | undefined, path: readonly string[]): FieldTrie | undefined {
  return path.reduce<FieldTrie | undefined>((node, part) => node?.[`f:${part}`], trie);
}

/**
 * Takes the entries of this program's former name out of an object's managers. What only they own is then owned by nobody, which no
 * apply removes; under the former name the next sync by Flux would.
 */
export function forgetFormerManager({ metadata }: KubeObject): readonly PatchOperation[] {
  const entries = metadata.managedFields ?? [];
  return [...entries.keys()]
    .filter((at) => entries[at]?.manager === FORMER_MANAGER)
    .toReversed()
    .map((at) => ({ op: 'remove', path: `/metadata/managedFields/${at}` }));
}
