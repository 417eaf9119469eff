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

/** Something in an account that a placement flag can name, such as a subnet. */
export interface PlaceOption {
  /** The value of the flag. */
  readonly id: string;
  /** What people call it; empty if it has no name. */
  readonly name: string;
  /** What tells it from the others in a list, such as its id, its name, its zone and its addresses; empty where it has none. */
  readonly columns: readonly string[];
  /** How many of the cluster's nodes are in it. */
  readonly nodes: number;
  /** Whether it is the one to take, or one of them, for who has no other wish. */
  readonly proposed: boolean;
  /** Of the options that have this in common only one can be taken: such as of the subnets of a zone. */
  readonly onlyOneOf?: string;
}

/** What a placement flag can name. */
export interface PlaceOptions {
  readonly options: readonly PlaceOption[];
  /** What `onlyOneOf` stands for, as it reads after "one", such as `in each zone`. */
  readonly onlyOne?: string;
  /** Other flags that go with each of them. */
  readonly also?: FlagValues;
}

/** What is asked of a placement flag. */
export interface PlaceQuery {
  /** The flag's name. */
  readonly flag: string;
  /** The flags that are given or chosen already. */
  readonly flags: FlagValues;
  /** The cluster's nodes on this cloud, as far as they are known. */
  readonly nodes: readonly ClusterNode[];
  /** The service, if it is already reserved. */
  readonly service: string | undefined;
}

/** The flags that place an endpoint, as a person reads them. */
export function placementText(placementHint: readonly Word[]): string {
  return placementHint.map((word) => (typeof word === 'string' ? word : word.placeholder)).join(' ');
}

/** The hint if no placement can be derived from the nodes. */
export function placeByHand(placementHint: readonly Word[]): string {
  return `give the placement yourself: ${placementText(placementHint)}`;
}
