import type { CloudObservation } from '../../../core/chain/observed/cloud.ts';
import { type Known, told } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { Place } from '../names.ts';

/** A rule of the endpoint. */
export interface ObservedForwardingRule {
  readonly name: string;
  readonly globalAccess: boolean;
}

/** A firewall rule of the network that is for TCP going out. */
export interface ObservedFirewall {
  readonly name: string;
  readonly priority: number;
  readonly allow: boolean;
  readonly destinations: readonly string[];
  readonly ports: readonly { readonly from: number; readonly to: number }[];
  /** The instances that it is for, by their tags or their service accounts; both are empty for all of the network. */
  readonly tags: readonly string[];
  readonly accounts: readonly string[];
}

/** Nodes that are alike, as what connects to the endpoint. */
export interface ObservedClients {
  readonly tags: readonly string[];
  readonly accounts: readonly string[];
}

/** What Compute Engine shows of an endpoint and of what surrounds it. */
export interface GcpObservation extends CloudObservation {
  readonly cloud: 'GCP';
  readonly place: Place;
  readonly network: string;
  readonly rules: readonly ObservedForwardingRule[];
  /** The regions that nodes are in; empty if they are not known. */
  readonly nodeRegions: readonly string[];
  /** The nodes; empty if they are not known. */
  readonly clients: readonly ObservedClients[];
  readonly firewalls: Known<readonly ObservedFirewall[]>;
  /** The names of all firewall rules of the network's project, of which no two are the same. */
  readonly firewallNames: readonly string[];
}

/** What Google Cloud shows of the endpoint, if it is one of Google Cloud that exists. */
export function gcpOf({ cloud }: Observed): GcpObservation | undefined {
  const observation = told(cloud);
  return observation !== undefined && observation.endpoint !== undefined && isGcpObservation(observation)
    ? observation
    : undefined;
}

function isGcpObservation(observation: CloudObservation): observation is GcpObservation {
  return observation.cloud === 'GCP';
}
