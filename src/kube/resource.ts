import type { Shape } from './shape.ts';

/** A kind of object that a Kubernetes API serves. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  /** The types of what is read of an object besides its metadata. */
  readonly shape?: { readonly [member: string]: Shape };
}

/** Who set which fields, as the API server records it (kubernetes.io/docs/reference/using-api/server-side-apply, "Field management"). */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly time?: string;
  /** The fields as a trie: `f:NAME` is a field, `k:{…}` an item of a keyed list, `.` the value itself. */
  readonly fieldsV1?: FieldTrie;
}

/** A node of the fields that a manager owns. */
export interface FieldTrie {
  readonly [part: string]: FieldTrie;
}

/** What an object belongs to (k8s.io/apimachinery pkg/apis/meta/v1/types.go). */
export interface OwnerReference {
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

/** The metadata of any object, as far as this program reads it. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly managedFields?: readonly ManagedFields[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface KubeList<T extends KubeObject> {
  readonly metadata: { readonly resourceVersion?: string | undefined };
  readonly items: readonly T[];
}

/** One operation of an RFC 6902 patch. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The `apiVersion` of the resource's objects. */
export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The URL path of a resource's collection or of one object. */
export function apiPath(resource: Resource, namespace: string | undefined, name?: string): string {
  const root = `${resource.group === '' ? '/api' : '/apis'}/${apiVersionOf(resource)}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** The names that kubectl accepts for the type of Secrets. */
export const secretTypes: readonly string[] = ['secret', 'secrets'];

export const secretResource: Resource = {
  shape: { data: 'strings' },
  group: '',
  version: 'v1',
  plural: 'secrets',
  singular: 'secret',
  kind: 'Secret',
};
