import type { CloudKind } from '../core/endpoint.ts';

/** Where a cloud endpoint is to be made: each cloud reads its own out of the flags. */
export interface Placement {
  readonly cloud: CloudKind;
  /** The network that the endpoint goes into, as CloudEndpoint.place names it; undefined where only the cloud can tell. */
  readonly network: string | undefined;
}

/** The flags that say where and as whom; every cloud picks its own. */
export interface PlacementFlags {
  readonly vpcId?: string | undefined;
  readonly subnetIds?: readonly string[] | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** The resource id of an Azure subnet. */
  readonly subnet?: string | undefined;
  readonly resourceGroup?: string | undefined;
  readonly subscription?: string | undefined;
  readonly privateEndpointName?: string | undefined;
  readonly azureCloud?: string | undefined;
  readonly tags?: readonly string[] | undefined;
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
  readonly flags: Pick<PlacementFlags, 'vpcId' | 'subnetIds' | 'securityGroupIds' | 'subnet'>;
  /** What was chosen and why, one line each: what, its id, the reason. */
  readonly reasons: readonly (readonly [what: string, id: string, why: string])[];
}
