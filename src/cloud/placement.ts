import type { Word } from '../core/next-command.ts';
import type { FlagValues } from './flags/flag.ts';
import type { CloudKind } from './kind.ts';

/** Where to create a cloud endpoint. Each cloud reads its own placement from the flags. */
export interface Placement {
  readonly cloud: CloudKind;
  /** The network that the endpoint goes into, as CloudEndpoint.place names it; undefined if only the cloud can tell. */
  readonly network: string | undefined;
}

/** A node of the cluster, as far as it tells its location. */
export interface ClusterNode {
  readonly name: string;
  /** Such as `aws:///us-east-1a/i-0123456789abcdef0`; empty for a node without a cloud. */
  readonly providerId: string;
  /** The label topology.kubernetes.io/region. */
  readonly region: string | undefined;
}

/** A placement derived from the nodes. */
export interface NodePlacement {
  /** The equivalent flags. */
  readonly flags: FlagValues;
  /** What was chosen and why: the kind of thing, its id, the reason. */
  readonly reasons: readonly (readonly [what: string, id: string, why: string])[];
}

/** The flags that place an endpoint, as a person reads them. */
export function placementText(placementHint: readonly Word[]): string {
  return placementHint.map((word) => (typeof word === 'string' ? word : word.placeholder)).join(' ');
}

/** The hint if no placement can be derived from the nodes. */
export function placeByHand(placementHint: readonly Word[]): string {
  return `give the placement yourself: ${placementText(placementHint)}`;
}
