import type { Attachment, CloudEndpoint, Owner } from '../cloud-endpoint.ts';
import type { EndpointState } from '../endpoint.ts';

/** How far to go. */
export interface Goal {
  readonly until: 'reserved' | 'cloud-endpoint' | 'available';
  /** The cloud endpoint that the person names. */
  readonly id?: string | undefined;
  /** All that Atlas has to know of that cloud endpoint, where the person says all of it. */
  readonly attachment?: Attachment | undefined;
  /** The network of the placement, if one was given: a missing cloud endpoint is created there. */
  readonly place?: string | undefined;
  /** Whether an endpoint that failed, or is connected to another id, may be removed and made anew. */
  readonly recreate: boolean;
  /** The cloud endpoint whose endpoint is to be made anew, where the person names it: one that is linked no more has been replaced. */
  readonly replaces?: string | undefined;
  /** Whether the id may be written without having seen the cloud endpoint. */
  readonly unseen: boolean;
}

/** What a plan is made from: one endpoint as Kubernetes, Atlas and the cloud show it. */
export interface Observed {
  readonly endpoint: EndpointState | undefined;
  /** Our side; undefined where it was not looked at. */
  readonly cloud: readonly CloudEndpoint[] | undefined;
  /** Whose a cloud endpoint of this endpoint is. */
  readonly owner: Owner;
  /** The ids that are linked to the same service already, for other endpoints. */
  readonly taken: readonly string[];
  /** Whether taking a failed endpoint out of the spec and adding it again makes it anew. */
  readonly recreatable: boolean;
}
