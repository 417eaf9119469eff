import { isWithinNetwork } from '../../../core/chain/network.ts';
import type { ObservedClient } from './observation.ts';

/** The network that a rule for an address should name: that of the VPC, else that of the client's subnet, else the address alone. */
export function networkAround(
  address: string,
  vpcNetworks: readonly string[],
  clients: readonly ObservedClient[],
): string {
  const known = [...vpcNetworks, ...clients.map(({ network }) => network)];
  return known.find((network) => isWithinNetwork(address, network) === true) ?? address;
}
