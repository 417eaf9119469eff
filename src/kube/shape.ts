import { isRecord } from './json.ts';

/**
 * The types of what this program reads of an object: of a value, of the items of a list, of members by name; `strings` is a map of strings.
 * What has no shape is not looked at.
 */
export type Shape =
  'string' | 'number' | 'boolean' | 'strings' | readonly [Shape] | { readonly [member: string]: Shape };

/** The metadata of every object. */
export const metadataShape: Shape = {
  name: 'string',
  namespace: 'string',
  uid: 'string',
  resourceVersion: 'string',
  generation: 'number',
  labels: 'strings',
  annotations: 'strings',
  creationTimestamp: 'string',
  deletionTimestamp: 'string',
  ownerReferences: [{ kind: 'string', name: 'string', uid: 'string', controller: 'boolean' }],
  managedFields: [{ manager: 'string', operation: 'string', subresource: 'string', time: 'string', fieldsV1: {} }],
};

/** A value that is of another type than it has to be. */
export class ShapeError extends Error {
  /** Such as `spec.regions[0] is no string`. */
  constructor(path: string, expected: string) {
    super(`${path} is no ${expected}`);
    this.name = 'ShapeError';
  }
}

/**
 * The same value, without the members that are null: to Kubernetes they are the same as left out.
 * @param path where it stands, for the message
 * @throws ShapeError for a value of another type than its shape says
 */
export function fitted(value: unknown, shape: Shape, path: string): unknown {
  if (shape === 'strings') {
    if (!isRecord(value)) throw new ShapeError(path, 'map of strings');
    return members(value, path, () => 'string');
  }
  if (typeof shape === 'string') {
    if (typeof value !== shape) throw new ShapeError(path, shape);
    return value;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) throw new ShapeError(path, 'list');
    return value.map((item: unknown, at) => fitted(item, shape[0], `${path}[${at}]`));
  }
  if (!isRecord(value)) throw new ShapeError(path, 'object');
  return members(value, path, (name) => (Object.hasOwn(shape, name) ? shape[name] : undefined));
}

function isList(shape: readonly [Shape] | { readonly [member: string]: Shape }): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function members(
  value: Readonly<Record<string, unknown>>,
  path: string,
  shapeOf: (name: string) => Shape | undefined,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const shape = shapeOf(name);
    if (shape === undefined) return [[name, member]];
    return member === null ? [] : [[name, fitted(member, shape, path === '' ? name : `${path}.${name}`)]];
  });
  return Object.fromEntries(entries);
}
