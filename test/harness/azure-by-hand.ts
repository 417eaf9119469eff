import { NetworkManagementClient } from '@azure/arm-network';
import { EnvironmentCredential } from '@azure/identity';
import type { World } from './world.ts';

/** Creates a private endpoint as a person would with the Azure portal: without our tags. @returns its id */
export async function createInPortal({ arm, azure }: World, service: string, name: string): Promise<string> {
  const credential = new EnvironmentCredential({ authorityHost: arm.url, disableInstanceDiscovery: true });
  const client = new NetworkManagementClient(credential, azure.subscription, {
    endpoint: arm.url,
    credentials: { scopes: ['https://management.azure.com/.default'] },
    additionalPolicies: [
      {
        position: 'perCall',
        policy: {
          name: 'older',
          sendRequest: (request, next) => {
            request.url = request.url.replace('2026-01-01', '2025-05-01');
            return next(request);
          },
        },
      },
    ],
  });
  await client.privateEndpoints
    .createOrUpdate(azure.group, name, {
      location: 'northeurope',
      subnet: { id: azure.subnets.endpoints },
      manualPrivateLinkServiceConnections: [{ name: 'by-hand', privateLinkServiceId: service }],
    })
    .submitted();
  return `/subscriptions/${azure.subscription}/resourceGroups/${azure.group}/providers/Microsoft.Network/privateEndpoints/${name}`;
}
