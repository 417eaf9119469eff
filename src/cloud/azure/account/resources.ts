import type { NetworkInterface, NetworkSecurityGroup, PrivateEndpoint, VirtualNetwork } from '@azure/arm-network';
import { type Shape, shaped } from '../../account/shape.ts';

/** What is read of Microsoft.Network's resources, as the SDK names it: it does not look at the types of what it is answered. */

const connections = [
  {
    name: 'text',
    privateLinkServiceId: 'text',
    requestMessage: 'text',
    privateLinkServiceConnectionState: { status: 'text', description: 'text' },
  },
] as const satisfies Shape;

const endpointShape = {
  id: 'required',
  name: 'text',
  location: 'text',
  tags: 'texts',
  provisioningState: 'text',
  subnet: { id: 'text' },
  ipConfigurations: [{ privateIPAddress: 'text' }],
  networkInterfaces: [{ id: 'text' }],
  privateLinkServiceConnections: connections,
  manualPrivateLinkServiceConnections: connections,
} as const satisfies Shape;

const interfaceShape = {
  id: 'text',
  primary: 'flag',
  virtualMachine: { id: 'text' },
  ipConfigurations: [
    { primary: 'flag', privateIPAddress: 'text', privateIPAddressVersion: 'text', subnet: { id: 'text' } },
  ],
} as const satisfies Shape;

const networkShape = {
  id: 'text',
  location: 'required',
  subnets: [
    {
      id: 'text',
      name: 'text',
      addressPrefix: 'text',
      addressPrefixes: ['text'],
      privateEndpointNetworkPolicies: 'text',
      networkSecurityGroup: { id: 'text' },
      delegations: [{ serviceName: 'text' }],
    },
  ],
} as const satisfies Shape;

const groupShape = {
  id: 'text',
  securityRules: [
    {
      name: 'text',
      priority: 'number',
      access: 'text',
      direction: 'text',
      protocol: 'text',
      sourceAddressPrefix: 'text',
      sourceAddressPrefixes: ['text'],
      destinationAddressPrefix: 'text',
      destinationAddressPrefixes: ['text'],
      destinationPortRange: 'text',
      destinationPortRanges: ['text'],
    },
  ],
} as const satisfies Shape;

/** @throws UnreadableAnswer */
export function groupOf(answer: NetworkSecurityGroup): Pick<NetworkSecurityGroup, 'id' | 'securityRules'> {
  // The SDK's type has members without which no rule can be written; what is read of one is what is named here.
  return shaped(answer, groupShape, 'a network security group') as Pick<NetworkSecurityGroup, 'id' | 'securityRules'>;
}

/** @throws UnreadableAnswer */
export function endpointOf(answer: PrivateEndpoint): PrivateEndpoint {
  return shaped(answer, endpointShape, 'a private endpoint');
}

/** @throws UnreadableAnswer */
export function interfaceOf(answer: NetworkInterface): NetworkInterface {
  return shaped(answer, interfaceShape, 'a network interface');
}

/** @throws UnreadableAnswer */
export function networkOf(answer: VirtualNetwork): VirtualNetwork {
  return shaped(answer, networkShape, 'a virtual network');
}
