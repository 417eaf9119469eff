import { type Azure, key, type MachineInterface, type PrivateEndpoint, type VirtualNetwork } from './model.ts';

/** A private endpoint as GET and PUT write it. */
export function endpointBody(endpoint: PrivateEndpoint): unknown {
  const { id, name, location, tags } = endpoint;
  return {
    id,
    name,
    type: 'Microsoft.Network/privateEndpoints',
    location,
    tags,
    etag: 'W/"1"',
    properties: {
      provisioningState: endpoint.provisioning,
      privateLinkServiceConnections: [],
      manualPrivateLinkServiceConnections: [
        {
          id: `${id}/manualPrivateLinkServiceConnections/${endpoint.connectionName}`,
          name: endpoint.connectionName,
          type: 'Microsoft.Network/privateEndpoints/manualPrivateLinkServiceConnections',
          properties: {
            provisioningState: endpoint.provisioning,
            privateLinkServiceId: endpoint.service,
            requestMessage: endpoint.requestMessage,
            privateLinkServiceConnectionState: {
              status: endpoint.connection,
              description: endpoint.description,
              actionsRequired: '',
            },
          },
        },
      ],
      subnet: { id: endpoint.subnetId },
      networkInterfaces: [{ id: endpoint.nicId }],
      ipConfigurations: endpoint.isStatic
        ? [{ name: 'atlas', properties: { groupId: '', memberName: '', privateIPAddress: endpoint.ip } }]
        : [],
      // Filled for Azure's own services only.
      customDnsConfigs: [],
    },
  };
}

export function nicBody(id: string, subnetId: string, ip: string, extra: object): unknown {
  return {
    id,
    name: id.split('/').at(-1),
    type: 'Microsoft.Network/networkInterfaces',
    properties: {
      provisioningState: 'Succeeded',
      ipConfigurations: [
        {
          id: `${id}/ipConfigurations/ipconfig1`,
          name: 'ipconfig1',
          properties: {
            provisioningState: 'Succeeded',
            privateIPAddress: ip,
            privateIPAllocationMethod: 'Dynamic',
            privateIPAddressVersion: 'IPv4',
            primary: true,
            subnet: { id: subnetId },
          },
        },
      ],
      ...extra,
    },
  };
}

export function machineNicBody(nic: MachineInterface): unknown {
  return nicBody(nic.id, nic.subnetId, nic.ip, { primary: true, virtualMachine: { id: nic.machineId } });
}

export function networkBody(network: VirtualNetwork): unknown {
  return {
    id: network.id,
    name: network.name,
    type: 'Microsoft.Network/virtualNetworks',
    location: network.location,
    properties: {
      provisioningState: 'Succeeded',
      addressSpace: { addressPrefixes: ['10.40.0.0/16'] },
      subnets: [...network.subnets.values()].map((subnet) => ({
        id: `${network.id}/subnets/${subnet.name}`,
        name: subnet.name,
        properties: {
          provisioningState: 'Succeeded',
          addressPrefix: subnet.prefix,
          privateEndpointNetworkPolicies: subnet.policies ? 'Enabled' : 'Disabled',
          ...(subnet.nsg === undefined ? {} : { networkSecurityGroup: { id: subnet.nsg } }),
          delegations:
            subnet.delegatedTo === undefined
              ? []
              : [{ name: 'delegation', properties: { serviceName: subnet.delegatedTo } }],
        },
      })),
    },
  };
}

interface OperationBody {
  readonly status: 'InProgress' | 'Succeeded' | 'Failed';
  readonly error?: { readonly code: string; readonly message: string; readonly details: readonly unknown[] };
}

/** What GET says of an operation; undefined for one that there is none of. */
export function operationBody(azure: Azure, name: string): OperationBody | undefined {
  const operation = azure.operations.get(name);
  if (operation === undefined) return undefined;
  const { endpoint, deletes } = operation;
  // Of the same id there may be a newer one.
  const isThere = azure.endpoints.get(key(endpoint.id)) === endpoint;
  if (deletes && !isThere) return { status: 'Succeeded' };
  if (deletes && endpoint.provisioning === 'Deleting') return { status: 'InProgress' };
  if (endpoint.provisioning === 'Failed') {
    const { code = 'Failed', message = 'It failed.' } = endpoint.failure ?? {};
    return { status: 'Failed', error: { code, message, details: [] } };
  }
  return { status: endpoint.provisioning === 'Creating' ? 'InProgress' : 'Succeeded' };
}
