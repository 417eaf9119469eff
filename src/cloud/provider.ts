import type { CloudEndpoint, Owner } from '../core/cloud-endpoint.ts';
import type { RequestLog } from './account/request-log.ts';
import type { FlagValues } from './flags/flag.ts';
import type { CloudKind } from './kind.ts';
import type { ClusterNode, NodePlacement } from './placement.ts';

/** What an account is opened with. */
export interface CloudSettings {
  /** As they were given; the account reads its own cloud's. */
  readonly flags: FlagValues;
  readonly env: NodeJS.ProcessEnv;
  /** The region in Atlas's spelling, where the source says it. */
  readonly atlasRegion: string | undefined;
  /** Warnings, one line each. */
  readonly warn: (text: string) => void;
  /** Requests at -v 6 and above. */
  readonly log: RequestLog;
}

/** A cloud account, as far as private endpoints go. Every failure is a UserError in the cloud's own words. */
export interface CloudProvider {
  readonly kind: CloudKind;
  /**
   * The account that is acted on, for a person to read, such as `AWS account 123456789012 (profile prod), region us-east-1`. Nothing
   * fails for want of it: what the cloud does not tell is called unknown.
   * @param ids the cloud endpoints that are to be changed; none where one is to be made where the placement says
   * @returns undefined where nothing is known of it
   */
  identity(ids: readonly string[]): Promise<string | undefined>;
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
   * @param given the flags that may stand beside --from-nodes
   */
  placeFromNodes(nodes: readonly ClusterNode[], service: string | undefined, given: FlagValues): Promise<NodePlacement>;
  /**
   * The state that our side shows once Atlas has accepted it, where that is to be waited for too. Undefined where Atlas's word is
   * enough.
   */
  readonly acceptedState?: string;
  /** Milliseconds between two looks at an endpoint that is being made. */
  readonly pollMs: number;
}
