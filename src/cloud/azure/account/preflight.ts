import { azCommand } from '../command.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import type { Arm } from './arm.ts';
import { causeOf } from '../../account/errors.ts';
import { isForbidden } from './errors.ts';
import type { AzurePlacement } from '../placement.ts';
import { networkOf, parseResourceId } from '../resource-id.ts';

/**
 * Checks the subnet before anything is changed: what Azure would refuse after the reservation is refused here.
 * @returns the region of the virtual network, which the endpoint has to be in too
 * @throws UserError for an unknown network or subnet, or a delegated subnet
 */
export async function checkPlacement(arm: Arm, { subnetId }: AzurePlacement): Promise<string> {
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
  return found.location;
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
