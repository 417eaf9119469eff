import type { DetailsOf } from './details.ts';
import type { CloudKind } from '../cloud/kind.ts';

/** An endpoint that an engine is to keep. */
export interface Kept<K extends CloudKind = CloudKind> {
  /** A name for the engine's own object, which Kubernetes accepts. */
  readonly name: string;
  /** The namespace of the object that declares the endpoint. */
  readonly namespace: string;
  /** The id of the endpoint in its cloud. */
  readonly id: string;
  /** Atlas's side. */
  readonly service: string;
  readonly details: DetailsOf<K>;
}

/** What an engine's user puts into Git: objects for the cluster, or the text of a file. */
export type Written =
  { readonly kind: 'objects'; readonly objects: readonly object[] } | { readonly kind: 'file'; readonly text: string };

/** How an engine takes over an endpoint of one cloud: from then on it keeps what exists, and does not make it again. */
type Writer<K extends CloudKind> = (kept: Kept<K>) => Written;

/** A tool that keeps cloud resources as a manifest says. */
export interface Engine {
  /** As messages name it. */
  readonly title: string;
  /** The clouds whose endpoints it can keep. */
  readonly writers: { readonly [K in CloudKind]?: Writer<K> };
}
