import type { Engine, Kept, Written } from './engine.ts';

/**
 * A PrivateEndpoint of Azure Service Operator. An object with the name and the owner of what exists takes that over, and with this policy
 * leaves it in Azure when the object is deleted (azure-service-operator v2.20.0: api/network/v1api20240301, pkg/common/annotations).
 */
function privateEndpoint({ name, namespace, service, details }: Kept<'AZURE'>): Written {
  const { subscription, resourceGroup, location, subnetId, connection, tags } = details;
  const object = {
    apiVersion: 'network.azure.com/v1api20240301',
    kind: 'PrivateEndpoint',
    metadata: {
      name,
      namespace,
      annotations: { 'serviceoperator.azure.com/reconcile-policy': 'detach-on-delete' },
    },
    spec: {
      azureName: details.name,
      location,
      owner: { armId: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}` },
      subnet: { reference: { armId: subnetId } },
      manualPrivateLinkServiceConnections: [
        {
          name: connection.name,
          privateLinkServiceReference: { armId: service },
          ...(connection.requestMessage === undefined ? {} : { requestMessage: connection.requestMessage }),
        },
      ],
      tags,
    },
  };
  return { kind: 'objects', objects: [object] };
}

export const aso = {
  title: 'Azure Service Operator',
  writers: { AZURE: privateEndpoint },
} as const satisfies Engine;
