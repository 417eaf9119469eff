import type { IpPermission } from '@aws-sdk/client-ec2';
import type { CloudObservation } from '../../../core/chain/observed/cloud.ts';
import type { Known } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { told } from '../../../core/chain/observed/known.ts';
import type { CliScope } from '../command.ts';

/** A security group of the endpoint. */
export interface ObservedGroup {
  readonly id: string;
  readonly isDefault: boolean;
  readonly ingress: readonly IpPermission[];
}

/** A node of the cluster, as what connects to the endpoint. */
export interface ObservedClient {
  /** Of the version of IP by which it connects; empty if it has none of that version. */
  readonly address: string;
  readonly vpcId: string;
  /** The block of its subnet, of the same version; empty if that is not known. */
  readonly network: string;
  readonly zone: string;
  readonly groupIds: readonly string[];
}

/** A network ACL of the endpoint's subnets. */
export interface ObservedAcl {
  readonly id: string;
  readonly subnetIds: readonly string[];
  /** The rules in their order. */
  readonly entries: readonly AclEntry[];
}

export interface AclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  /** `-1` for every protocol, `6` for TCP. */
  readonly protocol: string;
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
}

/** What EC2 shows of an interface endpoint and of what surrounds it. */
export interface AwsObservation extends CloudObservation {
  readonly cloud: 'AWS';
  readonly scope: CliScope;
  readonly vpcId: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  /** How many network interfaces it has. */
  readonly interfaces: number;
  readonly groups: Known<readonly ObservedGroup[]>;
  /** The nodes in this account and region; empty if there are none that EC2 knows. */
  readonly clients: readonly ObservedClient[];
  /** The networks of the VPC, of the version of IP by which Pods connect. */
  readonly vpcNetworks: readonly string[];
  readonly dnsSupport: boolean | undefined;
  readonly acls: Known<readonly ObservedAcl[]>;
  /** Subnets of the nodes in zones without a subnet of the endpoint, that it could be given. */
  readonly freeSubnets: readonly { readonly id: string; readonly zone: string }[];
}

/** What EC2 shows of the endpoint, if it is one of AWS that exists. */
export function awsOf({ cloud }: Observed): AwsObservation | undefined {
  const observation = told(cloud);
  return observation !== undefined && observation.endpoint !== undefined && isAws(observation)
    ? observation
    : undefined;
}

function isAws(observation: CloudObservation): observation is AwsObservation {
  return observation.cloud === 'AWS';
}
