import { isRecord } from '../../../../kube/json.ts';
import type { KubeObject, PatchOperation } from '../../../../kube/resource.ts';

/** The path of a list item, and what follows it. */
const inItem = /^(.*?\/\d+)(\/.*)?$/;

/**
 * The operations with tests that each list item that they change is still what it was: a script that is kept may run when another one has
 * its index, or when somebody has linked it.
 * @param object what the operations were made for
 */
export function withItemTests(object: KubeObject, operations: readonly PatchOperation[]): readonly PatchOperation[] {
  const others = operations.filter(({ op, path }) => op !== 'test' || !inItem.test(path));
  const tested = others.flatMap(({ op, path }) => (op === 'test' ? [path] : []));
  const paths = new Set(others.flatMap(({ path }) => inItem.exec(path)?.[1] ?? []));
  const open = [...paths].filter((path) => !tested.some((whole) => path.startsWith(`${whole}/`)));
  return [...open.map((path) => ({ op: 'test' as const, path, value: valueAt(object, path) })), ...others];
}

/** The lists and maps that operations begin, as JSONPath: one that is there by then would be replaced. */
export function begun(operations: readonly PatchOperation[]): readonly string[] {
  return operations.flatMap((operation) =>
    operation.op === 'add' &&
    typeof operation.value === 'object' &&
    !inItem.test(operation.path) &&
    !operation.path.endsWith('/-')
      ? [operation.path.replaceAll('/', '.')]
      : [],
  );
}

/** @param path a JSON pointer without characters that are escaped */
function valueAt(object: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => {
      if (Array.isArray(value)) return value[Number(part)];
      return isRecord(value) ? value[part] : undefined;
    }, object);
}
