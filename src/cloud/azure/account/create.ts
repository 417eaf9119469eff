import { removeCommand } from '../command.ts';
import type { PrivateEndpoint } from '@azure/arm-network';
import type { Owner } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { AzurePlacement } from '../placement.ts';
import { CONNECTION, requestMessage } from '../naming/connection.ts';
import { parseResourceId } from '../resource-id.ts';
import { tagsOf } from '../tags.ts';
import { serviceOf } from './endpoint.ts';

/** A private endpoint to create. */
export interface NewEndpoint {
  readonly owner: Owner;
  readonly service: string;
  /** The region of the virtual network. */
  readonly location: string;
  readonly placement: AzurePlacement;
}

/**
 * The parameters for Azure. The connection is a manual one: an automatic one needs the permission to approve it on Atlas's side. There are
 * no groupIds: those are for Azure's own services (GroupIdNotPermittedWhenConnectingToThirdPartyService).
 */
export function creationOf({ owner, service, location, placement }: NewEndpoint): PrivateEndpoint {
  return {
    location,
    tags: { ...tagsOf(owner, placement.tags) },
    subnet: { id: placement.subnetId },
    // A private link service has no groups, whose members the addresses of Azure's own services are for.
    ...(placement.ip === undefined ? {} : { ipConfigurations: [{ name: CONNECTION, privateIPAddress: placement.ip }] }),
    manualPrivateLinkServiceConnections: [
      { name: CONNECTION, privateLinkServiceId: service, requestMessage: requestMessage(owner) },
    ],
  };
}

/** The error for a name that another endpoint already has. */
export function takenName(existing: PrivateEndpoint, id: string, resourceGroup: string): UserError {
  const name = parseResourceId(id)?.names[0] ?? '';
  return new UserError(
    `the resource group ${resourceGroup} already has a private endpoint ${name}, for ${serviceOf(existing) || 'another service'}`,
    {
      hint: ['choose another name with --private-endpoint-name, or delete that one: ', removeCommand(id)],
    },
  );
}
