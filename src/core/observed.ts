import type { Attachment, AttachmentWords, CloudEndpoint, Owner } from './cloud-endpoint.ts';
import type { EndpointState } from './endpoint.ts';

/** How far to go. */
export interface Goal {
  readonly until: 'reserved' | 'cloud-endpoint' | 'available';
  /** The cloud endpoint that the person names. */
  readonly id?: string | undefined;
  /** The whole of what Atlas has to be told of it, where the person says all of that. */
  readonly attachment?: Attachment | undefined;
  /** The network of the placement, if one was given: a missing cloud endpoint is created there. */
  readonly place?: string | undefined;
  /** Whether an endpoint that failed, or is connected to another id, may be removed and made anew. */
  readonly recreate: boolean;
  /** Whether the id may be written without having seen the cloud endpoint. */
  readonly unseen: boolean;
}

/** The world as a plan sees it. */
export interface Observed {
  /** How messages name the endpoint, such as `endpoint "orders-pe" of atlasdeployment/orders`. */
  readonly name: string;
  /** How commands name it, such as `atlasdeployment/orders --endpoint orders-pe`. */
  readonly target: string;
  /** The flags that would place a cloud endpoint, for hints. */
  readonly placementHint: string;
  /** The flags that choose the cloud account, for hints: such as `--region and --profile`. */
  readonly accountFlags: string;
  /** What an attachment has beside the id, for messages; undefined where the id is all there is. */
  readonly describeAttachment: (attachment: Attachment) => AttachmentWords | undefined;
  readonly endpoint: EndpointState | undefined;
  /** Our side; undefined where it was not looked at. */
  readonly cloud: readonly CloudEndpoint[] | undefined;
  /** Whose a cloud endpoint of this endpoint is. */
  readonly owner: Owner;
  /** The ids that are linked to the same service already, for other endpoints. */
  readonly taken: readonly string[];
  /** The source's reason for refusing a second id on a connected endpoint. */
  readonly relinkReason: string;
  /** What to do about an endpoint that failed, where making it anew through the spec is not possible. */
  readonly failedHint?: string | undefined;
}
