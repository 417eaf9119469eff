import type { Shape } from '../../kube/shape.ts';

/** The types of its members. */
export const projectReferenceShape: { readonly [member: string]: Shape } = {
  projectRef: { name: 'string', namespace: 'string' },
  externalProjectRef: { id: 'string' },
  connectionSecret: { name: 'string' },
};

/** The Atlas project that an object belongs to: one of the two references is set (operator v2.7.0:api/v1/project_reference_types.go). */
export interface ProjectReference {
  readonly projectRef?: { readonly name?: string; readonly namespace?: string };
  readonly externalProjectRef?: { readonly id?: string };
  /** The Secret with the API key, if it is not the project's own. */
  readonly connectionSecret?: { readonly name?: string };
}

/** The namespace of the AtlasProject, where the reference names one: endpoints are often declared beside it. */
export function projectNamespaces(reference: ProjectReference | undefined): readonly string[] {
  const namespace = reference?.projectRef?.namespace;
  return namespace === undefined || namespace === '' ? [] : [namespace];
}
