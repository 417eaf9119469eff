import { isDeepStrictEqual } from 'node:util';
import { badRequest, patchRefused } from './statuses.ts';

type Json = unknown;
type JsonObject = Record<string, Json>;

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7396: objects are merged, null takes a key away, everything else is replaced. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

/**
 * RFC 6902 as gopkg.in/evanphx/json-patch.v4 has it, which the API server uses: there, `replace` of a key that an object does not
 * have adds it, and a `test` for null holds for such a key.
 * @throws StatusError 422 as the API server answers
 */
export function jsonPatch(target: Json, operations: Json): Json {
  if (!Array.isArray(operations))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  const result = structuredClone(target);
  for (const operation of operations as Operation[]) applyOperation(result, operation);
  return result;
}

/** The object or list that holds what a JSON pointer names, and the key in it. @throws StatusError 422 when it does not exist */
function locate(
  root: Json,
  pointer: string | undefined,
): { readonly parent: JsonObject | Json[]; readonly key: string } {
  const parts = (pointer ?? '').split('/').slice(1);
  const plain = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = plain.pop();
  if (key === undefined) throw patchRefused();
  let parent: Json = root;
  for (const part of plain)
    parent = Array.isArray(parent) ? parent[Number(part)] : isObject(parent) ? parent[part] : undefined;
  if (!Array.isArray(parent) && !isObject(parent)) throw patchRefused();
  return { parent, key };
}

function applyOperation(root: Json, { op, path, from, value }: Operation): void {
  switch (op) {
    case 'add':
      return put(root, path, value, true);
    case 'replace':
      return put(root, path, value, false);
    case 'remove':
      return void take(root, path);
    case 'move':
      return put(root, path, take(root, from), true);
    case 'copy':
      return put(root, path, structuredClone(read(root, from)), true);
    case 'test': {
      const found = read(root, path, true);
      if (!isDeepStrictEqual(found ?? null, value ?? null)) throw patchRefused();
      return;
    }
    default:
      throw patchRefused();
  }
}

function indexIn(list: readonly Json[], key: string): number {
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index >= list.length) throw patchRefused();
  return index;
}

function read(root: Json, pointer: string | undefined, maybe = false): Json {
  const { parent, key } = locate(root, pointer);
  if (Array.isArray(parent)) return parent[indexIn(parent, key)];
  if (!maybe && !(key in parent)) throw patchRefused();
  return parent[key];
}

function take(root: Json, pointer: string | undefined): Json {
  const found = read(root, pointer);
  const { parent, key } = locate(root, pointer);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, key), 1);
  else delete parent[key];
  return found;
}

function put(root: Json, pointer: string, value: Json, insert: boolean): void {
  const { parent, key } = locate(root, pointer);
  if (!Array.isArray(parent)) parent[key] = value;
  else if (!insert) parent[indexIn(parent, key)] = value;
  else if (key === '-' || Number(key) === parent.length) parent.push(value);
  else parent.splice(indexIn(parent, key), 0, value);
}
