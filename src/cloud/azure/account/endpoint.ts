import { removeCommand } from '../command.ts';
import type { NetworkInterface, PrivateEndpoint } from '@azure/arm-network';
import {
  type AsFlags,
  type CloudEndpoint,
  type MadeFor,
  type Owner,
  type Readiness,
  sameId,
} from '../../../core/cloud-endpoint.ts';
import { isOwnedBy, readMadeFor } from '../../tags.ts';
import { azureAttachment } from '../attachment.ts';
import type { AzureDetails } from '../details.ts';
import { networkName, parseResourceId } from '../resource-id.ts';
import { tagNames, tagReader } from '../tags.ts';

/** Whether the endpoint bears the owner's tags. */
export function isOwned(owner: Owner, { tags }: PrivateEndpoint): boolean {
  return isOwnedBy(owner, tagReader(tags), tagNames);
}

/** Whom the endpoint was created for; undefined for one that this program did not create. */
export function madeFor({ tags }: PrivateEndpoint): MadeFor | undefined {
  return readMadeFor(tagReader(tags), tagNames);
}

/** The service that an endpoint connects to, by a manual or an automatic connection. */
export function serviceOf(endpoint: PrivateEndpoint): string {
  return connectionOf(endpoint)?.privateLinkServiceId ?? '';
}

function connectionOf(endpoint: PrivateEndpoint) {
  return endpoint.manualPrivateLinkServiceConnections?.[0] ?? endpoint.privateLinkServiceConnections?.[0];
}

/** The primary private IPv4 address of the endpoint's network interface. */
function addressOf(nic: NetworkInterface | undefined): string | undefined {
  const usable = (nic?.ipConfigurations ?? []).filter((ip) => ip.privateIPAddressVersion !== 'IPv6');
  return (usable.find((ip) => ip.primary === true) ?? usable[0])?.privateIPAddress;
}

/**
 * What Azure's states mean. The connection is Pending once the endpoint has been provisioned, Approved once Atlas knows its id,
 * and Disconnected if its service is gone (learn.microsoft.com/azure/private-link/manage-private-endpoint).
 */
function readinessOf(provisioning: string, connection: string, ip: string | undefined): Readiness {
  switch (provisioning) {
    case 'Deleting':
      return 'gone';
    case 'Failed':
    case 'Canceled':
      return 'dead';
    case 'Succeeded':
      break;
    default:
      return 'creating';
  }
  switch (connection) {
    case 'Approved':
      return 'connected';
    case 'Rejected':
    case 'Disconnected':
      return 'dead';
    default:
      // Atlas needs the address together with the id.
      return ip === undefined ? 'creating' : 'ready';
  }
}

function provisioned(provisioning: string, connection: string): string {
  return provisioning === 'Succeeded' ? `Succeeded, connection ${connection}` : provisioning;
}

/** How to spell ids: ARM may change the case of ids in its answers, and the core compares places and services as text. */
export interface Spelling {
  readonly service: string;
  readonly network: string | undefined;
}

/** An id in its known spelling if it is the same id: Azure ignores case. */
function spelt(text: string, known: string | undefined): string {
  return known !== undefined && sameId(text, known) ? known : text;
}

/** Azure's private endpoint in the words that all clouds share. */
export function cloudEndpoint(
  endpoint: PrivateEndpoint,
  nic: NetworkInterface | undefined,
  owner: Owner | undefined,
  spelling: Spelling,
): CloudEndpoint {
  const provisioning = endpoint.provisioningState ?? 'unknown';
  const state = connectionOf(endpoint)?.privateLinkServiceConnectionState;
  const connection = state?.status ?? 'unknown';
  const ip = addressOf(nic);
  const readiness = readinessOf(provisioning, connection, ip);
  const service = serviceOf(endpoint);
  const place = networkName(endpoint.subnet?.id ?? '');
  const id = endpoint.id ?? '';
  return {
    id,
    attachment: azureAttachment(id, ip),
    service: spelt(service, spelling.service),
    readiness,
    state: readiness === 'connected' ? `connection ${connection}` : provisioned(provisioning, connection),
    reason: readiness === 'dead' && provisioning === 'Succeeded' ? state?.description || undefined : undefined,
    place: spelt(place, spelling.network),
    asFlags: asFlags(endpoint, ip),
    details: detailsOf(endpoint),
    ours: owner !== undefined && isOwned(owner, endpoint),
    madeFor: madeFor(endpoint),
    removeCommand: removeCommand(id),
  };
}

function asFlags(
  { id = '', subnet, ipConfigurations = [], tags = {} }: PrivateEndpoint,
  ip: string | undefined,
): AsFlags {
  const { subscription, resourceGroup, names: [name] = [] } = parseResourceId(id) ?? {};
  return {
    ...(subnet?.id === undefined ? {} : { subnet: subnet.id }),
    ...(subscription === undefined ? {} : { subscription }),
    ...(resourceGroup === undefined ? {} : { 'resource-group': resourceGroup }),
    ...(name === undefined ? {} : { 'private-endpoint-name': name }),
    // Of an endpoint in progress the address that it was asked for with is known.
    ...privateAddress(ip ?? ipConfigurations[0]?.privateIPAddress),
    tag: Object.entries(tags).map(([key, value]) => `${key}=${value}`),
  };
}

function privateAddress(ip: string | undefined): AsFlags {
  return ip === undefined ? {} : { 'private-ip-address': ip };
}

function detailsOf(endpoint: PrivateEndpoint): AzureDetails | undefined {
  const { id = '', location, subnet, tags = {} } = endpoint;
  const { subscription, resourceGroup, names: [name] = [] } = parseResourceId(id) ?? {};
  const connection = connectionOf(endpoint);
  if (
    subscription === undefined ||
    resourceGroup === undefined ||
    name === undefined ||
    location === undefined ||
    subnet?.id === undefined ||
    connection?.name === undefined
  )
    return undefined;
  return {
    cloud: 'AZURE',
    subscription,
    resourceGroup,
    name,
    location,
    subnetId: subnet.id,
    connection: { name: connection.name, requestMessage: connection.requestMessage },
    tags,
  };
}
