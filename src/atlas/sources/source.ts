import type { CloudFacts } from '../../cloud/facts.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import type { Attachment } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { Hint } from '../../core/next-command.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import type { ProjectReference } from '../api/project-reference.ts';
import type { Ability } from '../operator/abilities.ts';
import type { ProjectObjects } from '../projects/visible.ts';
import type { WrittenList } from '../ownership/effect.ts';
import type { Run } from '../run.ts';
import type { Signs } from './signs.ts';
import type { SourceType } from './types.ts';
import type { Description } from './private-endpoint/manifest.ts';

/**
 * What identifies an endpoint of an object:
 * - `label`: each item of a list has its own name and its own service;
 * - `cloud-endpoint`: the object is one service and lists the ids of the cloud endpoints that connect to it. Labels are in their tags;
 * - `service`: each item is named by its service, that is by provider and region. Several items may share a service.
 */
export type Identity = 'label' | 'cloud-endpoint' | 'service';

/** Where an object is or will be created. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** Where a source's endpoints belong. */
export interface SourceSite {
  /** Atlas's name for the provider, even if this program does not support it; empty if the source names none. */
  readonly cloud: string;
  /** As Atlas spells it, such as US_EAST_1; undefined if the source does not say. */
  readonly atlasRegion: string | undefined;
}

/** The dedicated clusters of a project that are in a provider's region. */
export interface RegionClusters {
  readonly project: ProjectReference | undefined;
  readonly provider: string | undefined;
  readonly region: string | undefined;
}

/** The clusters that an endpoint serves: one AtlasDeployment in the object's namespace, or all clusters in a region. */
export type ServedClusters = { readonly deployment: string } | RegionClusters;

/** What is needed to tell whether an endpoint conflicts with another object. */
export interface ConflictQuery {
  readonly label: string;
  /** Whether the endpoint is not declared yet. */
  readonly isNew: boolean;
  /** Whether the command has made the object itself: then a younger one is no conflict, since that gives way by the same rule. */
  readonly justMade?: boolean;
  /** Reads the other objects of the project, once per command. Called only by sources that can have a conflict. */
  readonly others: () => Promise<ProjectObjects>;
  /** Called if something could not be read, so that another object may exist. */
  readonly warn: (text: string) => void;
}

/** An endpoint that a source does not declare. */
export interface MissingEndpoint {
  readonly label: string;
  /** The cloud endpoint that the user gives for it. */
  readonly id: string | undefined;
  /** The verb that asked for it, and whether it declares endpoints. */
  readonly verb: string;
  readonly declares: boolean;
  /** Whether the person asked for it with --legacy. */
  readonly insisted: boolean;
}

/** What every source defines. */
export interface SourceCore<T extends KubeObject> extends SourceType {
  readonly identity: Identity;
  /** Every endpoint in the spec, in its order, and then those only in the status, by label. */
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
  /** The label of an endpoint that the user did not name, always the same for the same object; undefined if there is no default. */
  readonly defaultLabel: (object: T) => string | undefined;
  /** Whether the object declares endpoints, or can. Where names clash, such objects win. */
  readonly isSource: (object: T) => boolean;
  /** Refuses an object that cannot have an endpoint. @throws UserError with the reason */
  readonly refuse: (object: T) => void;
  /** What kubectl shows of an endpoint, for scripts that do without this program. */
  readonly signs: (object: T, label: string) => Signs;
  /** Why an endpoint is not ready yet, according to the conditions; undefined if they don't say. */
  readonly progress: (object: T) => string | undefined;
  /** The list in the spec that contains the endpoints, which `declare`, `link` and `remove` write. */
  readonly writes: (object: T) => WrittenList;
  /** Adds the endpoint to the spec. */
  readonly declare: (object: T, label: string) => readonly PatchOperation[];
  /** Writes the attachment into the endpoint's item. */
  readonly link: (object: T, label: string, attachment: Attachment) => readonly PatchOperation[];
  /** Removes the endpoint's item from the spec. @param id the cloud endpoint that has the label */
  readonly remove: (object: T, label: string, id?: string) => readonly PatchOperation[];
  /** Why another id for a connected endpoint is refused: what the operator's versions would do. */
  readonly relinkReason: string;
}

/** What only some sources define; `defineSource` has the defaults for the others. */
export interface SourceExtras<T extends KubeObject> {
  /** Whether the object is itself the cluster that connection Secrets belong to. */
  readonly isCluster: boolean;
  /** The object as a dedicated cluster, whose endpoints other objects declare; undefined if it declares its own. */
  readonly declaredElsewhere: (object: T) => AtlasDeployment | undefined;
  /** Whether the operator writes an endpoint's string soon after the endpoint becomes available, so that waiting makes sense. */
  readonly stringsFollow: boolean;
  /** Whether flags can describe an object that does not exist yet, so that it can be created. */
  readonly describable: boolean;
  /**
   * The object that the flags describe.
   * @param object the existing object; undefined if there is none
   * @throws UserError if flags cannot describe such an object, or contradict the existing one
   */
  readonly described: (at: ObjectName, description: Description, object: T | undefined) => KubeObject;
  /** For sources whose spec holds only ids: the state of the service before a cloud endpoint is attached. Undefined for other sources. */
  readonly unlinked: (object: T, label: string) => EndpointState | undefined;
  /** The canonical spelling of a label, if users may spell it in several ways. */
  readonly spell: (object: T, label: string) => string;
  /**
   * The object's own region, as Atlas spells it, if the given region is the same.
   * @throws UserError for a region from which the object's service cannot be reached
   */
  readonly repeatedRegion: (object: T, region: string | undefined, cloud: CloudFacts) => string | undefined;
  /** Refuses an endpoint that conflicts with another object. @throws UserError naming that object */
  readonly refuseConflicts: (object: T, query: ConflictQuery) => Promise<void>;
  /** Refuses a new endpoint where it cannot be, or, unless the person insists, where it belongs elsewhere. @throws UserError with the command for the better place */
  readonly refuseNew: (object: T, missing: MissingEndpoint, run: Run) => Promise<void>;
  /** Refuses an object whose endpoints cannot come any more, though they may still be deleted. @throws UserError with the reason */
  readonly refuseHopeless: (object: T) => void;
  /** What the operator has to be able to do for a new endpoint beside those that are declared; undefined where every version can. */
  readonly needs: (object: T, label: string) => Ability | undefined;
  /** Why Atlas keeps an endpoint that is taken out of the spec; undefined where it lets go of it. */
  readonly stays: (object: T, endpoint: EndpointState) => string | undefined;
  /** What is said of flags that describe a new object and that this one is unlike; undefined where it is like them. */
  readonly unapplied: (object: T, flags: FlagValues) => Hint | undefined;
  /**
   * The manifest with which an endpoint can be kept in Git, or declared elsewhere: the object's own, or that of the kind which replaces it.
   */
  readonly manifest: (object: T, label: string) => KubeObject;
  /** What to do about an endpoint that failed, if removing it from the spec and adding it again does not recreate it. */
  readonly failedHint: string | undefined;
  /** Whether operators from 2.12.0 on ignore its endpoints. */
  readonly retiredWithServerless: boolean;
  /** The operator version that introduced the kind; undefined for a kind that every version serves. */
  readonly servedSince: string | undefined;
}

/** One way to declare private endpoints: objects in, states and patches out. No member is optional, so callers need no checks. */
export interface Source<T extends KubeObject = KubeObject> extends SourceCore<T>, SourceExtras<T> {}
