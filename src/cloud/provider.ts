import type { CloudEndpoint, Owner } from '../core/cloud-endpoint.ts';
import type { CloudKind } from '../core/endpoint.ts';
import type { ClusterNode, NodePlacement, Placement, PlacementFlags } from './placement.ts';

export interface CloudSettings {
  readonly flags: PlacementFlags;
  readonly env: NodeJS.ProcessEnv;
  /** The region in Atlas's spelling, where the source says it. */
  readonly atlasRegion: string | undefined;
  /** Warnings, one line each. */
  readonly warn: (text: string) => void;
  /** Requests at -v 6 and above. */
  readonly log: ((line: string) => void) | undefined;
}

/** A cloud account, as far as private endpoints go. Every failure is a UserError in the cloud's own words. */
export interface CloudProvider {
  readonly kind: CloudKind;
  /**
   * Checks that there are credentials, and what can be checked of the placement before anything is changed.
   * @param fresh whether nothing of ours can be there yet
   * @returns the network of the placement
   */
  preflight(fresh: boolean): Promise<string | undefined>;
  /**
   * The endpoint of that id, or undefined when there is none (any more). After `remove` it is `gone` until there is none.
   * @param service empty where it is not known: then the flags, the source or the account's defaults say where to look
   * @throws UserError when a creation or deletion that this provider began has failed
   */
  get(id: string, service: string): Promise<CloudEndpoint | undefined>;
  /** All endpoints of the owner or the service, the owner's first; gone ones left out. */
  find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]>;
  /**
   * Makes the endpoint, or returns the one that an earlier, interrupted call made.
   * @param replaced ids of dead endpoints that this one replaces: they make it another attempt
   */
  create(owner: Owner, service: string, replaced: readonly string[]): Promise<CloudEndpoint>;
  /**
   * Every endpoint that bears this program's tags, `madeFor` filled: the owner's, or everybody's without one. It is looked for where
   * the flags, the source or the account's defaults say: one region of AWS, one subscription of Azure. Those that are being deleted
   * or are deleted already are left out.
   * @throws UserError when nothing says where to look
   */
  made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]>;
  /**
   * Asks the cloud to delete an endpoint, whatever its state. One that the cloud does not know, or is deleting already, is no error.
   * It returns before the endpoint is no more: `get` tells when.
   * @throws UserError when the cloud refuses
   */
  remove(id: string): Promise<void>;
  /**
   * Chooses a placement beside the cluster's nodes, which all are this cloud's.
   * @param service the service, where it is reserved already
   * @param groups the security groups that the person names
   */
  placeFromNodes(
    nodes: readonly ClusterNode[],
    service: string | undefined,
    groups: readonly string[] | undefined,
  ): Promise<NodePlacement>;
  /**
   * The state that our side shows once Atlas has accepted it, where that is to be waited for too. Undefined where Atlas's word is
   * enough.
   */
  readonly acceptedState?: string;
  /** Milliseconds between two looks at an endpoint that is being made. */
  readonly pollMs: number;
}

/** What can be said of a cloud without loading its SDK. */
export interface CloudFacts {
  /** As messages name it. */
  readonly name: string;
  /** What the nodes' providerIDs begin with here. */
  readonly nodePlatform: string;
  /** Whether endpoints are linked by id and private address; by the id alone otherwise. */
  readonly needsIp: boolean;
  /** A region as Atlas spells it, from Atlas's or the cloud's own spelling. @throws UserError with what there is */
  atlasRegion(text: string): string;
  /** What --region may look like, for hints. */
  readonly regionExample: string;
  /** A region of Atlas's as --region names it here; undefined where the network of the placement says it. */
  regionFlag(atlasRegion: string): string | undefined;
  /** Whether its endpoints are looked up region by region. */
  readonly regional: boolean;
  /** Whether Atlas gives up a dedicated cluster's service with its last endpoint (operator PR 1916). */
  readonly serviceGoesWithLastEndpoint: boolean;
  /** The flags that choose the account, for hints. */
  readonly accountFlags: string;
  /** The given flags that mean something on this cloud only. */
  ownFlags(flags: PlacementFlags): readonly string[];
  /** The flags without those that mean something on other clouds only. */
  only(flags: PlacementFlags): PlacementFlags;
  /** Whether an id has the form that ids have here; the first cloud that says so checks it. */
  looksLikeId(id: string): boolean;
  /** The flags with which a person would place an endpoint, for the "next command" hints. */
  readonly placementHint: string;
  /** Fails for an id that cannot be one of this cloud's endpoints. @throws UserError */
  checkId(id: string): void;
  /** The placement that the flags ask for, or undefined without any. @throws UserError for a malformed or incomplete one */
  placement(flags: PlacementFlags): Placement | undefined;
  /** The cloud's own command for a person to create the endpoint by hand. */
  commandHint(service: string): string;
  /** Loads the SDK and returns the account. */
  open(settings: CloudSettings): Promise<CloudProvider>;
}
