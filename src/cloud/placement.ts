import type { Word } from '../core/next-command.ts';
import type { FlagValues } from './flags/flag.ts';
import type { CloudKind } from './kind.ts';

/** Where a cloud endpoint is to be made: each cloud reads its own out of the flags. */
export interface Placement {
  readonly cloud: CloudKind;
  /** The network that the endpoint goes into, as CloudEndpoint.place names it; undefined where only the cloud can tell. */
  readonly network: string | undefined;
}

/** A node of the cluster, as far as it tells where it is. */
export interface ClusterNode {
  readonly name: string;
  /** Such as `aws:///us-east-1a/i-0123456789abcdef0`; empty for a node that no cloud has claimed. */
  readonly providerId: string;
  /** The label topology.kubernetes.io/region. */
  readonly region: string | undefined;
}

/** A placement that was read off the nodes. */
export interface NodePlacement {
  /** The flags that mean the same, as a person would give them. */
  readonly flags: FlagValues;
  /** What was chosen and why, one line each: what, its id, the reason. */
  readonly reasons: readonly (readonly [what: string, id: string, why: string])[];
}

/** The flags that place an endpoint, as a person reads them. */
export function placementText(placementHint: readonly Word[]): string {
  return placementHint.map((word) => (typeof word === 'string' ? word : word.placeholder)).join(' ');
}

/** The hint where no placement can be read off the nodes. */
export function placeByHand(placementHint: readonly Word[]): string {
  return `give the placement yourself: ${placementText(placementHint)}`;
}
