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
  readonly value?: Json;
}

function parsePath(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** RFC 6902, with the operations add, replace, remove and test. @throws StatusError 422 as the API server answers */
export function jsonPatch(target: Json, operations: Json): Json {
  if (!Array.isArray(operations)) throw badRequest('a JSON patch has to be a list');
  const result = structuredClone(target);
  for (const operation of operations as Operation[]) applyOperation(result, operation);
  return result;
}

function applyOperation(root: Json, { op, path, value }: Operation): void {
  const parts = parsePath(path);
  const key = parts.pop();
  if (key === undefined) throw patchRefused();
  let parent: Json = root;
  for (const part of parts) {
    parent = Array.isArray(parent) ? parent[Number(part)] : isObject(parent) ? parent[part] : undefined;
  }
  if (Array.isArray(parent)) return applyToList(parent, op, key, value);
  if (!isObject(parent)) throw patchRefused();
  if (op !== 'add' && !(key in parent)) throw patchRefused();
  if (op === 'test') {
    if (!isDeepStrictEqual(parent[key], value)) throw patchRefused();
  } else if (op === 'remove') delete parent[key];
  else parent[key] = value;
}

function applyToList(list: Json[], op: string, key: string, value: Json): void {
  const index = key === '-' ? list.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > list.length) throw patchRefused();
  if (op === 'add') return void list.splice(index, 0, value);
  if (index >= list.length) throw patchRefused();
  if (op === 'remove') list.splice(index, 1);
  else if (op === 'replace') list[index] = value;
  else if (!isDeepStrictEqual(list[index], value)) throw patchRefused();
}
