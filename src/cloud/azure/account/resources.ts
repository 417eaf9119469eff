import type { NetworkInterface, PrivateEndpoint, VirtualNetwork } from '@azure/arm-network';
import { type Shape, shaped } from '../../account/shape.ts';

/** What is read of Microsoft.Network's resources, as the SDK names it: it does not look at the types of what it is answered. */

const connections = [
  {
    privateLinkServiceId: 'text',
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
      delegations: [{ serviceName: 'text' }],
    },
  ],
} as const satisfies Shape;

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
