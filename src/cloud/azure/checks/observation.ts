import type { CloudObservation } from '../../../core/chain/observed/cloud.ts';
import { type Known, told } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';

/** A rule of a network security group that is for TCP coming in. */
export interface ObservedRule {
  readonly name: string;
  readonly priority: number;
  readonly allow: boolean;
  /** Networks, or Azure's names for some, such as `VirtualNetwork` and `*`. */
  readonly sources: readonly string[];
  /** The same for where it leads to. */
  readonly destinations: readonly string[];
  readonly ports: readonly { readonly from: number; readonly to: number }[];
}

/** The network security group of the endpoint's subnet. */
export interface ObservedNsg {
  readonly id: string;
  readonly rules: readonly ObservedRule[];
  /** The names of all its rules, of which no two are the same, and the priorities of those for what comes in. */
  readonly names: readonly string[];
  readonly priorities: readonly number[];
}

/** What the Resource Manager shows of a private endpoint and of what surrounds it. */
export interface AzureObservation extends CloudObservation {
  readonly cloud: 'AZURE';
  readonly subnetId: string;
  /** Whether groups of the subnet count for private endpoints; undefined if that is not known. */
  readonly policies: boolean | undefined;
  /** Undefined if the subnet has none, or none that counts. */
  readonly nsg: Known<ObservedNsg> | undefined;
}

/** What Azure shows of the endpoint, if it is one of Azure that exists. */
export function azureOf({ cloud }: Observed): AzureObservation | undefined {
  const observation = told(cloud);
  return observation !== undefined && observation.endpoint !== undefined && isAzure(observation)
    ? observation
    : undefined;
}

function isAzure(observation: CloudObservation): observation is AzureObservation {
  return observation.cloud === 'AZURE';
}
