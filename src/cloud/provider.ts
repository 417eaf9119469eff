import type { CloudObservation } from '../core/chain/observed/cloud.ts';
import type { Hint } from '../core/next-command.ts';
import type { Attachment, CloudEndpoint, Owner } from '../core/cloud-endpoint.ts';
import type { Retries } from '../core/retries/retries.ts';
import type { RequestLog } from './account/request-log.ts';
import type { FlagValues } from './flags/flag.ts';
import type { CloudKind } from './kind.ts';
import type { ClusterNode, NodePlacement, PlaceOptions, PlaceQuery } from './placement.ts';

/** The settings with which an account is opened. */
export interface CloudSettings {
  /** The flags as they were given; the account reads those of its own cloud. */
  readonly flags: FlagValues;
  readonly env: NodeJS.ProcessEnv;
  /** The region in Atlas's spelling, if the source names one. */
  readonly atlasRegion: string | undefined;
  /** What the spec of the source says of its cloud endpoints: it may say where they are. */
  readonly attachments: readonly Attachment[];
  /** Prints a warning of one line. */
  readonly warn: (warning: Hint) => void;
  /** Asks the user for a line; undefined without a terminal. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Logs a request, at -v 6 and above. */
  readonly log: RequestLog;
  /** What every request goes through. */
  readonly retries: Retries;
  /** Whether the account refuses to send anything by which the cloud would change. */
  readonly changesNothing?: boolean | undefined;
}

/**
 * How a cloud has checked what is not done: `request` if it has judged the very request, permissions included; `reads` if it has nothing
 * for that, so that only what the request depends on was read; `later` if the service is not there yet that the request would name.
 */
export type CloudCheck = 'request' | 'reads' | 'later';

/** A cloud endpoint that is looked at together with what surrounds it. */
export interface SurveyedEndpoint {
  readonly id: string;
  /** Empty if it is not known. */
  readonly service: string;
  /** As Atlas spells it; undefined if the source does not say. */
  readonly atlasRegion: string | undefined;
}

/** A cloud account, with the operations on private endpoints. Every failure is a UserError in the cloud's own words. */
export interface CloudProvider {
  readonly kind: CloudKind;
  /**
   * The account that is acted on, such as `AWS account 123456789012 (profile prod), region us-east-1`. It never fails a command: what
   * the cloud does not tell is called unknown.
   * @param ids the cloud endpoints that will be changed; none if one will be created, where the placement says
   * @returns undefined if nothing is known of the account
   */
  identity(ids: readonly string[]): Promise<string | undefined>;
  /**
   * Checks the credentials, and the placement as far as possible, before anything is changed.
   * @param fresh whether an endpoint of ours cannot exist yet
   * @returns the network of the placement
   */
  preflight(fresh: boolean): Promise<string | undefined>;
  /**
   * The endpoint with that id, or undefined if there is none (any more). After `remove` it is `gone` until it no longer exists.
   * @param service empty if unknown: then the flags, the source or the account's defaults determine where to look
   * @throws UserError if a creation or deletion that this provider began has failed
   */
  get(id: string, service: string): Promise<CloudEndpoint | undefined>;
  /** All endpoints of the owner or the service, the owner's first, without those that are gone. */
  find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]>;
  /**
   * Creates the endpoint, or returns the one that an earlier, interrupted call created.
   * @param others ids of endpoints with the owner's tags that it must not be: dead ones, and those linked for somebody else
   */
  create(owner: Owner, service: string, others: readonly string[]): Promise<CloudEndpoint>;
  /**
   * Every endpoint with this program's tags, with `madeFor`: those of the owner, or all without one. They are searched where
   * the flags, the source or the account's defaults say: in one region of AWS, or one subscription of Azure. Those that are being deleted
   * or already deleted are not returned.
   * @throws UserError if nothing says where to search
   */
  made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]>;
  /** Where `made` searches, or did last, if the command line does not say it: such as `the Google Cloud project shop-prod`. */
  readonly searched?: string | undefined;
  /**
   * Asks the cloud to delete an endpoint, whatever its state. It is no error if the cloud does not know it, or is already deleting it.
   * Returns before the endpoint is gone; `get` shows when it is.
   * @throws UserError if the cloud refuses
   */
  remove(id: string): Promise<void>;
  /**
   * Has the cloud check a creation, and makes nothing.
   * @param service undefined before it is reserved
   * @throws UserError if the cloud would refuse it
   */
  checkCreation(owner: Owner, service: string | undefined): Promise<CloudCheck>;
  /** Has the cloud check a deletion, and deletes nothing. @throws UserError if the cloud would refuse it */
  checkRemoval(id: string): Promise<CloudCheck>;
  /**
   * Chooses a placement next to the cluster's nodes, all of which run on this cloud.
   * @param service the service, if it is already reserved
   * @param given the flags that may be combined with --from-nodes
   */
  placeFromNodes(nodes: readonly ClusterNode[], service: string | undefined, given: FlagValues): Promise<NodePlacement>;
  /**
   * What the account has that a placement flag can name, of the flags that are `listed`.
   * @throws UserError if the cloud does not list it
   */
  placeOptions(query: PlaceQuery): Promise<PlaceOptions>;
  /**
   * Looks at endpoints and at what surrounds them, for the checks: in few requests, however many endpoints there are.
   * @param nodes the cluster's nodes that run on this cloud
   * @returns what was seen of each, in their order
   */
  survey(endpoints: readonly SurveyedEndpoint[], nodes: readonly ClusterNode[]): Promise<readonly CloudObservation[]>;
  /**
   * The state of the cloud endpoint once Atlas has accepted it, on a cloud where that has to be awaited too. Undefined if Atlas's status is
   * enough.
   */
  readonly acceptedState?: string;
  /** Milliseconds between two polls of an endpoint that is being created. */
  readonly pollMs: number;
}
