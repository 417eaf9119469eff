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
  readonly #path: string;
  readonly #expected: string;

  /** Such as `spec.regions[0] is not a string`. */
  constructor(path: string, expected: string) {
    super(`${path.replace(/^\./, '')} is not ${expected}`);
    this.name = 'ShapeError';
    this.#path = path;
    this.#expected = expected;
  }

  /** The same error as the whole sees it. @param place where the part is in it: `.name` or `[0]` */
  within(place: string): ShapeError {
    return new ShapeError(place + this.#path, this.#expected);
  }
}

/**
 * The same value, without the members that are null: to Kubernetes they are the same as left out. It is copied only where there is one:
 * a list of thousands of objects is mostly fine as it is.
 * @throws ShapeError for a value of another type than its shape says
 */
export function fitted(value: unknown, shape: Shape): unknown {
  if (shape === 'strings') {
    if (!isRecord(value)) throw new ShapeError('', 'a map of strings');
    return members(value, () => 'string');
  }
  if (typeof shape === 'string') {
    if (typeof value !== shape) throw new ShapeError('', `a ${shape}`);
    return value;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) throw new ShapeError('', 'a list');
    return items(value, shape[0]);
  }
  if (!isRecord(value)) throw new ShapeError('', 'an object');
  return members(value, (name) => (Object.hasOwn(shape, name) ? shape[name] : undefined));
}

function isList(shape: readonly [Shape] | { readonly [member: string]: Shape }): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function items(list: readonly unknown[], shape: Shape): readonly unknown[] {
  const fit = list.map((item, at) => part(item, shape, () => `[${at}]`));
  return fit.every((item, at) => item === list[at]) ? list : fit;
}

function members(
  value: Readonly<Record<string, unknown>>,
  shapeOf: (name: string) => Shape | undefined,
): Readonly<Record<string, unknown>> {
  let changed: Map<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const [member, shape] = [value[name], shapeOf(name)];
    if (shape === undefined) continue;
    const fit = member === null ? undefined : part(member, shape, () => `.${name}`);
    if (fit !== member) changed = (changed ?? new Map<string, unknown>()).set(name, fit);
  }
  return changed === undefined ? value : changedMembers(value, changed);
}

/** A copy with other members; without those that are undefined. */
function changedMembers(
  value: Readonly<Record<string, unknown>>,
  changed: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const other = changed.has(name) ? changed.get(name) : member;
    return other === undefined ? [] : [[name, other]];
  });
  return Object.fromEntries(entries);
}

/** A part of a value. @param place where it is, for the error */
function part(value: unknown, shape: Shape, place: () => string): unknown {
  // Most parts are leaves of the right type.
  if (typeof value === shape) return value;
  try {
    return fitted(value, shape);
  } catch (error) {
    throw error instanceof ShapeError ? error.within(place()) : error;
  }
}
