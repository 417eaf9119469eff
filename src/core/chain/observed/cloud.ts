import type { CloudEndpoint } from '../../cloud-endpoint.ts';

/** What a cloud shows of an endpoint and of what surrounds it. What only one cloud has, only that cloud's own checks look at. */
export interface CloudObservation {
  readonly cloud: string;
  /** Undefined if there is none with that id where it was looked for. */
  readonly endpoint: CloudEndpoint | undefined;
  /** Where it was looked for, such as `AWS us-east-1`. */
  readonly searched: string;
  /** The networks in which the private addresses of the endpoint are, such as `10.0.0.0/16`; empty if they are not known. */
  readonly networks: readonly string[];
  /** The private addresses of the endpoint; empty if they are not known. */
  readonly addresses: readonly string[];
  /** The networks that the nodes are in, spelled as the endpoint's place; empty if they are not known. */
  readonly nodePlaces: readonly string[];
  /** Whether clients of a network that is joined to the endpoint's by peering can reach it. */
  readonly reachedByPeering: boolean;
}
