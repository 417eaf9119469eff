import type { SecurityRule } from '../../fakes/arm/model.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, edit, memberOf } from './fault.ts';

export const denyAll = {
  priority: 200,
  access: 'Deny',
  direction: 'Inbound',
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
};

/** Gives the subnet of the endpoint a network security group with some rules, which counts for private endpoints. */
export function putRules({ arm, azure }: Sandbox, rules: Readonly<Record<string, SecurityRule>>): void {
  const id = `/subscriptions/${azure.subscription}/resourceGroups/shop/providers/Microsoft.Network/networkSecurityGroups/endpoints`;
  arm.azure.securityGroups.set(id.toLowerCase(), { id, rules: new Map(Object.entries(rules)) });
  const found = arm.azure.subnet(azure.subnets.endpoints);
  if (found !== undefined) Object.assign(found.subnet, { policies: true, nsg: id });
}

/** What is wrong on Azure. */
export const azureFaults: readonly Fault[] = [
  {
    code: 'PE302-azure',
    base: 'azure',
    break({ arm }) {
      for (const endpoint of arm.azure.endpoints.values()) endpoint.connection = 'Disconnected';
    },
  },
  { code: 'PE320', base: 'azure', break: (sandbox) => putRules(sandbox, { 'deny-all': denyAll }) },
  {
    code: 'PE320-taken',
    base: 'azure',
    // The priority before it and the name of the rule are in use.
    break: (sandbox) =>
      putRules(sandbox, {
        'deny-all': denyAll,
        'Allow-Atlas': { ...denyAll, direction: 'Outbound', access: 'Allow' },
        ntp: { ...denyAll, priority: 199, protocol: 'Udp', destinationPortRange: '123' },
      }),
  },
  {
    code: 'PE401',
    base: 'azure',
    beside: ['PE114 warning'],
    break(sandbox) {
      sandbox.operator.paused = true;
      edit(sandbox, 'atlasprivateendpoints', 'shop-eu', (object) => {
        const [item] = memberOf(object, 'spec')['azureConfiguration'] as Record<string, unknown>[];
        if (item !== undefined) item['ipAddress'] = '10.40.1.99';
      });
    },
    mend: (sandbox) =>
      edit(sandbox, 'atlasprivateendpoints', 'shop-eu', (object) => {
        const [item] = memberOf(object, 'spec')['azureConfiguration'] as Record<string, unknown>[];
        if (item !== undefined) item['ipAddress'] = '10.40.1.4';
      }),
  },
];
