import type { KubeObject, PatchOperation } from '../kube/resource.ts';

/** A change of an object's spec. */
export interface SpecChange {
  readonly verb: 'patch';
  /** What there is when it is done, in words. */
  readonly done: string;
  readonly operations: (object: KubeObject) => readonly PatchOperation[];
  /** Whether what the API server has stored shows the change. @param before the object as the change was planned on */
  readonly isStored: (stored: KubeObject, before: KubeObject) => boolean;
  /** What there is otherwise, in words. */
  readonly otherwise: string;
  /** Whether it takes something out of the spec, which Atlas has to let go of before anything else is written. */
  readonly removes: boolean;
}

/** The creation of an object. */
export interface ObjectCreation {
  readonly verb: 'create';
  readonly manifest: KubeObject;
  /** Whether what the API server has stored is all of it. */
  readonly isStored: (stored: KubeObject) => boolean;
  /** What there is otherwise, in words. */
  readonly otherwise: string;
}

/** What a step writes to the cluster. */
export type ObjectWrite = SpecChange | ObjectCreation | { readonly verb: 'delete' };
