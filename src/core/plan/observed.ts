import type { Attachment, CloudEndpoint, Owner } from '../cloud-endpoint.ts';
import type { EndpointState } from '../endpoint.ts';

/** How far to go. */
export interface Goal {
  readonly until: 'reserved' | 'cloud-endpoint' | 'available';
  /** The cloud endpoint that the user names. */
  readonly id?: string | undefined;
  /** Everything that Atlas needs to know about that cloud endpoint, if the user gives all of it. */
  readonly attachment?: Attachment | undefined;
  /** The network of the placement, if one was given: a missing cloud endpoint is created there. */
  readonly place?: string | undefined;
  /** Whether an endpoint that failed or is connected to another id may be removed and created again. */
  readonly recreate: boolean;
  /** The cloud endpoint whose endpoint is to be made anew, where the person names it: one that is linked no more has been replaced. */
  readonly replaces?: string | undefined;
  /** Whether the id may be written without looking at the cloud endpoint. */
  readonly unseen: boolean;
}

/** What the cloud shows of the cloud endpoint that the spec names. */
export interface LinkedEndpoint {
  /** Undefined if there is none with this id where the cloud was asked. */
  readonly endpoint: CloudEndpoint | undefined;
  /** The account that was asked, if it is known. */
  readonly account: string | undefined;
}

/** What a plan is based on: one endpoint as Kubernetes, Atlas and the cloud show it. */
export interface Observed {
  readonly endpoint: EndpointState | undefined;
  /** Our side; undefined if the cloud was not asked. */
  readonly cloud: readonly CloudEndpoint[] | undefined;
  /** The cloud endpoint in the spec, if the cloud was asked about it: once in a run, and then the plan relies on it. */
  readonly linked?: LinkedEndpoint | undefined;
  /** The owner in the tags of this endpoint's cloud endpoint. */
  readonly owner: Owner;
  /** Ids that are already linked to the same service for other endpoints. */
  readonly taken: readonly string[];
  /** Whether removing a failed endpoint from the spec and adding it again recreates it. */
  readonly recreatable: boolean;
}
