import { isRecord } from '../../kube/json.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';
import type { WrittenList } from './effect.ts';
import { patched } from './patched.ts';

/**
 * The part of a manifest that has to be changed where the manifest is kept: the object's name, and the list after the operations.
 * @returns plain data, to be printed as YAML
 */
export async function manifestChange(
  object: KubeObject,
  { path }: WrittenList,
  operations: readonly PatchOperation[],
): Promise<object> {
  const changed = await patched(object, operations);
  const { name, namespace } = object.metadata;
  const list = valueAt(changed, path);
  const spec = path.toReversed().reduce((value: unknown, part) => ({ [part]: value }), list);
  const { apiVersion, kind } = object;
  return { apiVersion, kind, metadata: { name, namespace }, ...(isRecord(spec) ? spec : {}) };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((node: unknown, part) => (isRecord(node) ? node[part] : undefined), value);
}
