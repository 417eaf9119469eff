import type { V1Condition } from '@kubernetes/client-node';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import type { Shape } from '../../kube/shape.ts';

/** The operator's API group, the same in every version. */
export const atlasGroup = 'atlas.mongodb.com';

/** The version that all of the operator's kinds are served in. */
const VERSION = 'v1';

/** One of the operator's kinds, with its name in the type. */
export interface ResourceOf<K extends string> extends Resource {
  readonly kind: K;
}

/**
 * An object of one of the operator's kinds, with the fields that all of their statuses share (operator v1.6.0:pkg/api/v1/status/
 * atlascommon.go; the same up to v2.15.1). Its kind is a required literal, so that no object passes as one of another kind. The API server
 * sends the kind with every custom resource, even in lists: objects of a CRD are unstructured and keep their type (apiextensions-apiserver
 * pkg/apiserver/customresource_handler.go), unlike the items of a list of Secrets.
 */
export interface CustomResource<K extends string = string> extends KubeObject {
  readonly apiVersion: string;
  readonly kind: K;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Partial<V1Condition>[];
  };
}

/** The types of what is read of a kind's spec and status. */
interface Shapes {
  readonly spec?: { readonly [member: string]: Shape };
  readonly status?: { readonly [member: string]: Shape };
}

/** What the status of every kind has. */
const reconciledShape: { readonly [member: string]: Shape } = {
  observedGeneration: 'number',
  conditions: [{ type: 'string', status: 'string', reason: 'string', message: 'string', lastTransitionTime: 'string' }],
};

/** One of the operator's kinds. @param plural its plural name; the singular is the kind in small letters, as in all of its CRDs */
export function atlasResource<K extends string>(
  kind: K,
  plural: string,
  { spec = {}, status = {} }: Shapes = {},
): ResourceOf<K> {
  const shape = { spec, status: { ...reconciledShape, ...status } };
  return { group: atlasGroup, version: VERSION, plural, singular: kind.toLowerCase(), kind, shape };
}

/** The first fields of a manifest of this kind. */
export function typeMeta<K extends string>({
  group,
  version,
  kind,
}: ResourceOf<K>): { readonly apiVersion: string; readonly kind: K } {
  return { apiVersion: `${group}/${version}`, kind };
}

/** Whether an object is of this kind, which so far only the request implies. */
export function isOfKind<T extends CustomResource>(resource: ResourceOf<T['kind']>, object: KubeObject): object is T {
  return object.kind === resource.kind && object.apiVersion === `${resource.group}/${resource.version}`;
}
