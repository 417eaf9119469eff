import type { CloudKind, EndpointState } from '../core/phase.ts';
import type { KubeObject, PatchOperation, Resource } from '../kube/resource.ts';
import { serverless } from './serverless.ts';

/** The kinds of object that can declare an endpoint. */
export type SourceKind = 'atlasdeployment';

/** What a source knows of where its endpoints are to be made. */
export interface SourceSite {
  readonly cloud: CloudKind;
  /** In Atlas's spelling, such as US_EAST_1; undefined when the source does not say. */
  readonly atlasRegion: string | undefined;
}

/** One way to declare private endpoints. Everything here is pure: objects in, states and patches out. */
export interface Source<T extends KubeObject = KubeObject> {
  readonly resource: Resource;
  /** Short names that are accepted before the slash, as in `ad/NAME`. */
  readonly shortNames: readonly string[];
  /** Every endpoint that the spec or the status knows, in the order of the spec; the rest by label. */
  endpoints(object: T): readonly EndpointState[];
  /** The cloud and region. */
  site(object: T): SourceSite;
  /** The label of an endpoint that the person did not name: always the same for the same object. */
  defaultLabel(object: T): string;
  /**
   * Refuses an object on which no endpoint can be made.
   * @throws UserError with the reason
   */
  refuse(object: T): void;
  /** What the conditions say about why an endpoint is not there yet; undefined when they say nothing. */
  progress(object: T): string | undefined;
  /** Adds the endpoint to the spec. */
  declare(object: T, label: string): readonly PatchOperation[];
  /** Writes the cloud endpoint's id, and its private address where its cloud needs that, into the endpoint's item. */
  link(object: T, label: string, id: string, ip?: string): readonly PatchOperation[];
  /** Takes the endpoint's item out of the spec. */
  remove(object: T, label: string): readonly PatchOperation[];
  /** Why a second id on a connected endpoint is refused, as the operator's versions treat it. */
  readonly relinkReason: string;
}

/** Every source; a kind without one does not compile. */
export const sources = { atlasdeployment: serverless } satisfies Record<SourceKind, Source<never>>;
