import type { KubeObject, PatchOperation } from '../../kube/resource.ts';

/** An object after the operations of a patch; a `test` among them that does not hold is not looked at. */
export async function patched(object: KubeObject, operations: readonly PatchOperation[]): Promise<KubeObject> {
  const { applyPatch } = await import('rfc6902');
  const changed: KubeObject = structuredClone(object);
  applyPatch(
    changed,
    operations.map((operation) => ({ ...operation })),
  );
  return changed;
}
