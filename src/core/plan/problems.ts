import type { Attachment, CloudEndpoint } from '../cloud-endpoint.ts';
import type { Mismatch } from '../endpoint.ts';
import { CodedError } from '../errors.ts';

/** Why the goal cannot be reached, or not without destroying something. cli/words/plan-problems.ts has a sentence for each. */
export type PlanProblem =
  /** Atlas rejected the endpoint or gave it up. */
  | { readonly code: 'endpoint-failed'; readonly reason: string | undefined }
  /** The spec names one cloud endpoint and the user another. */
  | { readonly code: 'linked-to-other-id'; readonly declaredId: string; readonly wantedId: string }
  /** The person asks for another endpoint in place of this one. */
  | { readonly code: 'to-be-replaced'; readonly id: string }
  /** The spec and the user contradict each other about the same cloud endpoint. */
  | { readonly code: 'linked-differently'; readonly declared: Attachment; readonly wanted: Attachment }
  /** The operator ignored a new id in the spec. */
  | { readonly code: 'id-ignored'; readonly declaredId: string; readonly linkedId: string }
  /** The cloud endpoint in the spec, which Atlas is or will be connected to, is gone or of no use. */
  | CloudEndpointLost
  /** The spec asks for something else than what there is. */
  | { readonly code: 'unlike-spec'; readonly mismatch: Mismatch }
  | CloudEndpointProblem;

/** A linked cloud endpoint through which nothing can connect. */
export interface CloudEndpointLost {
  readonly code: 'cloud-endpoint-lost';
  readonly id: string;
  /** Whether Atlas reports that it is connected. */
  readonly available: boolean;
  /** Undefined if the cloud has none with this id, or does not show it to this account. */
  readonly endpoint: CloudEndpoint | undefined;
  /** The account that was asked, if it is known. */
  readonly account: string | undefined;
}

/** Why a cloud endpoint cannot be chosen. */
export type CloudEndpointProblem =
  | { readonly code: 'no-such-cloud-endpoint'; readonly id: string }
  | { readonly code: 'of-other-service'; readonly endpoint: CloudEndpoint; readonly service: string }
  /** The cloud contradicts what the user says about the endpoint. */
  | { readonly code: 'seen-differently'; readonly endpoint: CloudEndpoint; readonly wanted: Attachment }
  /** It was rejected, has failed or is being deleted. */
  | { readonly code: 'cloud-endpoint-unusable'; readonly endpoint: CloudEndpoint }
  /** One already exists, in another network than the placement's. */
  | { readonly code: 'in-other-network'; readonly endpoint: CloudEndpoint; readonly place: string }
  | { readonly code: 'several-cloud-endpoints'; readonly candidates: readonly CloudEndpoint[] }
  | { readonly code: 'no-cloud-endpoint'; readonly service: string };

/** The goal cannot be reached. */
export class PlanError extends CodedError<PlanProblem> {}
