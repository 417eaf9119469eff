import type { Attachment } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject, PatchOperation, Resource } from '../../kube/resource.ts';

/** The kinds of object that can declare an endpoint. */
export type SourceKind = 'atlasdeployment' | 'atlasprivateendpoint' | 'atlasproject';

/** What a source knows of where its endpoints are to be made. */
export interface SourceSite {
  /** Atlas's word for the provider, whether this program serves it or not; empty when the source names none. */
  readonly cloud: string;
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
  /**
   * The endpoint of a label.
   * @param id the cloud endpoint that bears the label, or is to bear it, for a source in which labels are no identity: no endpoint
   *   that has another id is meant then
   */
  find(object: T, label: string, id?: string): EndpointState | undefined;
  /** The endpoint that a cloud endpoint of this label would make, where the source keeps no labels: several share one service. */
  unlinked?(object: T, label: string): EndpointState | undefined;
  /** A label in the one spelling that stands in tags, where people may write it in several. */
  spell?(object: T, label: string): string;
  /** The cloud and region of an endpoint. */
  site(object: T, label: string): SourceSite;
  /** The label of an endpoint that the person did not name: always the same for the same object; undefined where there is none. */
  defaultLabel(object: T): string | undefined;
  /** Whether the object declares endpoints, or can: an object that cannot gives way to one of the same name that does. */
  isSource(object: T): boolean;
  /**
   * Refuses an object on which no endpoint can be made.
   * @throws UserError with the reason
   */
  refuse(object: T): void;
  /** What the conditions say about why an endpoint is not there yet; undefined when they say nothing. */
  progress(object: T): string | undefined;
  /** Adds the endpoint to the spec. */
  declare(object: T, label: string): readonly PatchOperation[];
  /** Writes what Atlas has to be told of the cloud endpoint into the endpoint's item. */
  link(object: T, label: string, attachment: Attachment): readonly PatchOperation[];
  /** Takes the endpoint's item out of the spec. @param id the cloud endpoint that bears the label */
  remove(object: T, label: string, id?: string): readonly PatchOperation[];
  /** Why Atlas keeps an endpoint that is taken out of the spec; undefined where it lets go of it. */
  stays?(object: T, endpoint: EndpointState): string | undefined;
  /** What to do about an endpoint that failed, where taking it out of the spec and adding it again does not make it anew. */
  readonly failedHint?: string;
  /** Whether operators from 2.12.0 on leave its endpoints alone. */
  readonly retiredWithServerless: boolean;
  /** Why nothing new is declared this way without being asked for, where there is a better one. */
  readonly legacy?: string;
  /** Why a second id on a connected endpoint is refused, as the operator's versions treat it. */
  readonly relinkReason: string;
}
