import type { NextCommand } from '../../next-command.ts';

/** What of the cluster may be read. */
export interface ObservedRights {
  readonly server: string;
  /** Each thing that may not be read, in the API server's words. */
  readonly refusals: readonly string[];
}

/** The operator's Deployment, and what it watches. */
export interface ObservedOperator {
  /** Undefined if there is no Deployment that bears the operator's labels. */
  readonly deployment: { readonly name: string; readonly namespace: string } | undefined;
  readonly version: string | undefined;
  /** The replicas that are wanted, and those that are ready; undefined if the status does not tell. */
  readonly wanted: number;
  readonly ready: number | undefined;
  /** The namespaces that it watches; empty for all of them. */
  readonly watches: readonly string[];
  /** The container that the list of namespaces is given to. */
  readonly container: string;
}

/** A Secret with an API key for Atlas, as far as it is no secret. */
export interface ObservedApiKey {
  readonly name: string;
  readonly namespace: string;
  /** Undefined if it may not be read; false if there is none of that name. */
  readonly exists: boolean | undefined;
  /** Whether it bears the label by which the operator takes it. */
  readonly labelled: boolean;
  /** The keys that the operator needs and it lacks. */
  readonly missing: readonly string[];
}

/** The Atlas project that the endpoint belongs to. */
export interface ObservedProject {
  /** Such as `ap/shop`; undefined for a project that is named by its id only. */
  readonly reference: string | undefined;
  readonly namespace: string;
  /** Whether the object is there; true for a project that is named by its id. */
  readonly exists: boolean;
  /** The condition that is False, as `Ready is False: reason: message`; undefined if none is. */
  readonly trouble: string | undefined;
  /** The Secret with the key that the operator uses for it. */
  readonly apiKey: ObservedApiKey | undefined;
}

/** The object that declares the endpoint. */
export interface ObservedSource {
  readonly reference: string;
  readonly name: string;
  readonly namespace: string;
  /** As kubectl names its kind, such as `atlasprivateendpoint`. */
  readonly kind: string;
  readonly generation: number | undefined;
  readonly observedGeneration: number | undefined;
  /** How long ago its spec was last written; undefined if that is not recorded. */
  readonly changedMsAgo: number | undefined;
  readonly skipped: boolean;
  /** Whether that is part of a move of its endpoints to objects of their own. */
  readonly moving: boolean;
  /** Whether it is labelled for another version of the operator. */
  readonly otherVersion: boolean;
  /** How long it has been terminating; undefined if it is not. */
  readonly terminatingMs: number | undefined;
  /** The reason of the operator that it cannot talk to Atlas, if it says so. */
  readonly accessTrouble: string | undefined;
  /** How long the service has been in the making; undefined if it is not. */
  readonly reservingMs: number | undefined;
  /** Another object that declares the same service, in words. */
  readonly twin: string | undefined;
  /** Why the next sync of its manifest undoes what was written; undefined if none does. */
  readonly reverted: string | undefined;
  /** Interfaces that Atlas still has and the spec no longer names, with their states. */
  readonly leftovers: readonly { readonly id: string; readonly state: string }[];
  /** Other regions of the project, on any cloud, that have endpoints while this region has several. */
  readonly crowded: readonly string[];
}

/** A deployment that the endpoint serves. */
export interface ObservedCluster {
  readonly reference: string;
  readonly namespace: string;
  /** Whether its status shows that an operator has looked at its spec as it is. */
  readonly reconciled: boolean;
  readonly kind: 'dedicated' | 'serverless' | 'serverless-retired' | 'flex' | 'shared';
  readonly paused: boolean;
  /** The command that lets it run again. */
  readonly unpause: NextCommand | undefined;
  /** Atlas's word for what it does, such as IDLE or UPDATING. */
  readonly state: string | undefined;
  /** Its regions for which nothing declares an endpoint. */
  readonly bareRegions: readonly { readonly provider: string; readonly region: string }[];
  /** Whether the status lists a private string of this endpoint; undefined if it has none to tell by. */
  readonly listsString: boolean | undefined;
  /** The names of the status's private hosts. */
  readonly hosts: readonly string[];
  /** The condition that is False, as `Ready is False: reason: message`; undefined if none is. */
  readonly trouble: string | undefined;
  /** Database users that are scoped to other clusters only. */
  readonly excludedUsers: readonly string[];
}
