import { UserError } from '../../core/errors.ts';
import { isRecord } from '../json.ts';
import type { KubeObject } from '../resource.ts';

/**
 * The error for a write that the API server answered with success and whose fields it did not store: a CRD that lacks them drops them
 * (apiextensions-apiserver pkg/apiserver/schema/pruning), and a mutating webhook may change whatever it likes. Trying again changes nothing.
 * @param what such as `endpoint "orders-pe"`
 */
export function notStored({ kind, metadata: { name, namespace } }: KubeObject, what: string): UserError {
  const reference = `${kind.toLowerCase()}/${name}`;
  return new UserError(`the cluster accepted the change to ${reference}, but did not store it: ${what}`, {
    hint: [
      "the kind's CRD does not know the field, or a mutating webhook changes it; see what is stored: ",
      { kubectl: ['get', reference, '-o', 'yaml', ...(namespace === undefined ? [] : ['-n', namespace])] },
    ],
  });
}

/** Whether everything that was written is in what is stored; what is there besides, such as defaults, does not matter. */
export function holds(stored: unknown, written: unknown): boolean {
  if (Array.isArray(written)) return Array.isArray(stored) && written.every((item, at) => holds(stored[at], item));
  if (!isRecord(written)) return stored === written;
  return (
    isRecord(stored) &&
    Object.entries(written).every(([key, value]) => value === undefined || holds(stored[key], value))
  );
}

/** The spec of an object, as far as it has one. */
export function specOf(object: KubeObject): unknown {
  return 'spec' in object ? object.spec : undefined;
}
