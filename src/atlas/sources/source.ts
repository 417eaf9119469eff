import type { CloudFacts } from '../../cloud/facts.ts';
import type { Attachment } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject, PatchOperation, Resource } from '../../kube/resource.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import type { ProjectReference } from '../api/project-reference.ts';
import type { Ability } from '../operator/abilities.ts';
import type { ProjectObjects } from '../projects/visible.ts';
import type { WrittenList } from '../ownership/effect.ts';
import type { Run } from '../run.ts';
import type { Description } from './private-endpoint/manifest.ts';

/**
 * What tells one endpoint of an object from the next:
 * - `label`: each item of a list has a name and a service of its own;
 * - `cloud-endpoint`: the object is one service, and lists the ids of the cloud endpoints that connect to it. Labels stand in their tags;
 * - `service`: each item is named by its service, a provider and region, which several items may share.
 */
export type Identity = 'label' | 'cloud-endpoint' | 'service';

/** Where an object is, or is to be made. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** What a source knows of where its endpoints are to be made. */
export interface SourceSite {
  /** Atlas's word for the provider, whether this program serves it or not; empty when the source names none. */
  readonly cloud: string;
  /** In Atlas's spelling, such as US_EAST_1; undefined when the source does not say. */
  readonly atlasRegion: string | undefined;
}

/** The dedicated clusters of a project that have a part in a provider's region. */
export interface RegionClusters {
  readonly project: ProjectReference | undefined;
  readonly provider: string | undefined;
  readonly region: string | undefined;
}

/** The clusters that an endpoint serves: one AtlasDeployment of the object's namespace, or all of a region. */
export type ServedClusters = { readonly deployment: string } | RegionClusters;

/** What has to be known of an endpoint to tell whether another object fights with it. */
export interface ConflictQuery {
  readonly label: string;
  /** Whether the endpoint is still to be declared. */
  readonly isNew: boolean;
  /** Whether the command has made the object itself: then a younger one is no conflict, since that gives way by the same rule. */
  readonly justMade?: boolean;
  /** Reads what shares the project; asked by those that can have a conflict, and answered once for a whole command. */
  readonly others: () => Promise<ProjectObjects>;
  /** Told of what could not be looked at: the other object may be there. */
  readonly warn: (text: string) => void;
}

/** An endpoint that a source does not declare. */
export interface MissingEndpoint {
  readonly label: string;
  /** The cloud endpoint that it was to have. */
  readonly id: string | undefined;
  /** The verb that asked for it, and whether it declares endpoints. */
  readonly verb: string;
  readonly declares: boolean;
  /** Whether the person asked for it with --legacy. */
  readonly insisted: boolean;
}

/** What every source says of itself. */
export interface SourceCore<T extends KubeObject> {
  readonly resource: Resource;
  readonly identity: Identity;
  /** Short names that are accepted before the slash, as in `ad/NAME`; the first one is printed. */
  readonly shortNames: readonly [string, ...string[]];
  /** Every endpoint that the spec or the status knows, in the order of the spec; the rest by label. */
  readonly endpoints: (object: T) => readonly EndpointState[];
  /**
   * The endpoint of a label.
   * @param id id of the cloud endpoint; if given, an endpoint with another id never matches
   */
  readonly find: (object: T, label: string, id?: string) => EndpointState | undefined;
  /** The cloud and region of an endpoint. */
  readonly site: (object: T, label: string) => SourceSite;
  /** The clusters that an endpoint serves, whose connection Secrets get its string. */
  readonly clusters: (object: T, label: string) => ServedClusters;
  /** The label of an endpoint that the person did not name: always the same for the same object; undefined where there is none. */
  readonly defaultLabel: (object: T) => string | undefined;
  /** Whether the object declares endpoints, or can. Where names clash, such objects win. */
  readonly isSource: (object: T) => boolean;
  /** Refuses an object on which no endpoint can be made. @throws UserError with the reason */
  readonly refuse: (object: T) => void;
  /** What the conditions say about why an endpoint is not there yet; undefined when they say nothing. */
  readonly progress: (object: T) => string | undefined;
  /** The list of the spec that holds the endpoints, which `declare`, `link` and `remove` write. */
  readonly writes: (object: T) => WrittenList;
  /** Adds the endpoint to the spec. */
  readonly declare: (object: T, label: string) => readonly PatchOperation[];
  /** Writes what Atlas has to be told of the cloud endpoint into the endpoint's item. */
  readonly link: (object: T, label: string, attachment: Attachment) => readonly PatchOperation[];
  /** Takes the endpoint's item out of the spec. @param id the cloud endpoint that bears the label */
  readonly remove: (object: T, label: string, id?: string) => readonly PatchOperation[];
  /** Why a second id on a connected endpoint is refused, as the operator's versions treat it. */
  readonly relinkReason: string;
}

/** What only some sources have to say; `defineSource` answers for the others. */
export interface SourceExtras<T extends KubeObject> {
  /** Whether the object is itself the cluster that connection Secrets belong to. */
  readonly isCluster: boolean;
  /** The dedicated cluster that the object is, whose endpoints other objects declare; undefined where it declares its own. */
  readonly declaredElsewhere: (object: T) => AtlasDeployment | undefined;
  /** Whether the operator writes an endpoint's string by itself soon after the endpoint is available, so that it is worth waiting for. */
  readonly stringsFollow: boolean;
  /** Whether flags can describe an object that is not there yet, which is then created. */
  readonly describable: boolean;
  /**
   * The object that the flags describe.
   * @param object as it is there; undefined where it is still to be made
   * @throws UserError where flags cannot describe it, or describe another object than the one that is there
   */
  readonly described: (at: ObjectName, description: Description, object: T | undefined) => KubeObject;
  /** The state of an object's service without any cloud endpoint: what a new one would be linked to. Undefined without such a service. */
  readonly unlinked: (object: T, label: string) => EndpointState | undefined;
  /** The spelling of a label that stands in tags, where people may write it in several. */
  readonly spell: (object: T, label: string) => string;
  /**
   * The object's own region, in Atlas's spelling, where a region that the person names only repeats it.
   * @throws UserError for a region from which the object's service cannot be reached
   */
  readonly repeatedRegion: (object: T, region: string | undefined, cloud: CloudFacts) => string | undefined;
  /** Refuses an endpoint that another object would fight over. @throws UserError naming that object */
  readonly refuseConflicts: (object: T, query: ConflictQuery) => Promise<void>;
  /** Refuses a new endpoint where it cannot be, or, unless the person insists, where it belongs elsewhere. @throws UserError with the command for the better place */
  readonly refuseNew: (object: T, missing: MissingEndpoint, run: Run) => Promise<void>;
  /** Refuses an object whose endpoints cannot come any more, though they may still be deleted. @throws UserError with the reason */
  readonly refuseHopeless: (object: T) => void;
  /** What the operator has to be able to do for a new endpoint beside those that are declared; undefined where every version can. */
  readonly needs: (object: T, label: string) => Ability | undefined;
  /** Why Atlas keeps an endpoint that is taken out of the spec; undefined where it lets go of it. */
  readonly stays: (object: T, endpoint: EndpointState) => string | undefined;
  /** What to do about an endpoint that failed, where taking it out of the spec and adding it again does not make it anew. */
  readonly failedHint: string | undefined;
  /** Whether operators from 2.12.0 on leave its endpoints alone. */
  readonly retiredWithServerless: boolean;
  /** The operator's version that brought the kind; undefined for a kind that every version serves. */
  readonly servedSince: string | undefined;
}

/** One way to declare private endpoints: objects in, states and patches out. Every member is there, so that callers only ask. */
export interface Source<T extends KubeObject = KubeObject> extends SourceCore<T>, SourceExtras<T> {}
