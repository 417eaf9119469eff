import type { Subnet } from '@azure/arm-network';
import { azCommand } from '../command.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import type { Arm } from './arm.ts';
import { causeOf } from '../../account/errors.ts';
import { isForbidden } from './errors.ts';
import type { AzurePlacement } from '../placement.ts';
import { networkOf, parseResourceId } from '../resource-id.ts';
import { isWithin } from '../../account/network/within.ts';

/**
 * Checks the subnet before anything is changed: what Azure would refuse after the reservation is refused here.
 * @returns the region of the virtual network, which the endpoint has to be in too
 * @throws UserError for an unknown network or subnet, or a delegated subnet
 */
export async function checkPlacement(arm: Arm, { subnetId, ip }: AzurePlacement): Promise<string> {
  const network = networkOf(subnetId);
  const found = await arm.getVirtualNetwork(network);
  const [networkName = '', subnetName = ''] = parseResourceId(subnetId)?.names ?? [];
  if (found?.location === undefined) {
    throw new UserError(`Azure does not know the virtual network ${networkName} that --subnet names: ${network}`, {
      hint: [
        'check --subnet, and that this is the right account: ',
        azCommand('account show'),
        '  list the networks with: ',
        azCommand('network vnet list', ['-o', 'table'], parseResourceId(subnetId)?.subscription),
      ],
    });
  }
  const subnets = found.subnets ?? [];
  const subnet = subnets.find(({ id }) => id !== undefined && sameId(id, subnetId));
  if (subnet === undefined) {
    const names = subnets.map(({ name }) => name ?? '');
    const suggestion = nearest(subnetName, names);
    throw new UserError(`the virtual network ${networkName} has no subnet "${subnetName}"`, {
      hint:
        suggestion === undefined
          ? `it has: ${names.join(', ') || 'none'}`
          : `did you mean ${network}/subnets/${suggestion}?`,
    });
  }
  const delegated = subnet.delegations?.[0]?.serviceName;
  if (delegated !== undefined) {
    throw new UserError(`the subnet ${subnetName} belongs to ${delegated}: it cannot hold a private endpoint`, {
      hint: 'choose a subnet that is not delegated to a service',
    });
  }
  if (ip !== undefined) checkAddress(ip, subnet);
  return found.location;
}

/** @throws UserError for an address that the subnet does not have, or that Azure keeps for itself */
function checkAddress(ip: string, { name = '', addressPrefix, addressPrefixes = [] }: Subnet): void {
  const prefixes = [...(addressPrefix === undefined ? [] : [addressPrefix]), ...addressPrefixes].filter(
    (prefix) => !prefix.includes(':'),
  );
  const prefix = prefixes.find((each) => isWithin(each, ip));
  if (prefixes.length > 0 && prefix === undefined) {
    throw new UserError(`${ip} is not an address of the subnet ${name}, which has ${prefixes.join(', ')}`, {
      hint: 'check --private-ip-address and --subnet',
    });
  }
  if (prefix === undefined || !isReserved(prefix, ip)) return;
  throw new UserError(`Azure keeps ${ip} for itself: it is among the first four addresses of ${prefix}, or the last`, {
    hint: 'choose another one with --private-ip-address',
  });
}

/** learn.microsoft.com/azure/virtual-network/virtual-networks-faq, "Are there any restrictions on using IP addresses within these subnets?" */
function isReserved(prefix: string, ip: string): boolean {
  const size = 2 ** (32 - Number(prefix.split('/')[1]));
  const offset = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) % size;
  return offset < 4 || offset === size - 1;
}

/**
 * Checks that the resource group of the endpoint exists.
 * @throws UserError if it does not
 */
export async function checkGroup(arm: Arm, { subscription, resourceGroup }: AzurePlacement): Promise<void> {
  try {
    await arm.listPrivateEndpoints(subscription, resourceGroup);
  } catch (error) {
    // Without permission to check it, the creation will tell.
    if (!isForbidden(causeOf(error))) throw error;
  }
}
