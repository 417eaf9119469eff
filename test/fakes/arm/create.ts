import { ArmError, badReference } from './errors.ts';
import { type Azure, key, type PrivateEndpoint, uuidOf } from './model.ts';

interface Wanted {
  readonly location?: string;
  readonly tags?: Record<string, string>;
  readonly properties?: {
    readonly subnet?: { readonly id?: string };
    readonly ipConfigurations?: readonly {
      readonly properties?: { readonly privateIPAddress?: string; readonly groupId?: string };
    }[];
    readonly privateLinkServiceConnections?: readonly unknown[];
    readonly manualPrivateLinkServiceConnections?: readonly {
      readonly name?: string;
      readonly properties?: {
        readonly privateLinkServiceId?: string;
        readonly groupIds?: readonly string[];
        readonly requestMessage?: string;
      };
    }[];
  };
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined && value !== '') return value;
  throw new ArmError(400, 'InvalidRequestFormat', `Cannot parse the request. Required property '${name}' is missing.`);
}

/** Tag rules: learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, "Limitations". */
function checkTags(tags: Readonly<Record<string, string>>): void {
  const bad = Object.keys(tags).find((name) => /[<>%&\\?/]/.test(name));
  if (bad !== undefined) {
    throw new ArmError(
      400,
      'InvalidTagNameCharacters',
      `The tag name cannot have reserved characters '<,>,%,&,\\,?,/' or control characters: ${bad}.`,
    );
  }
}

/** What a PUT made of an endpoint: a new one, one that had failed and is begun again, or one with other tags. */
type Outcome = 'new' | 'again' | 'changed';

/** PUT of a private endpoint: the checks that arm.md lists, in their order. */
export function put(azure: Azure, id: string, group: string, body: unknown, now: number): [PrivateEndpoint, Outcome] {
  const wanted = body as Wanted;
  if (!azure.groups.has(key(group))) {
    const name = group.split('/').at(-1);
    throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
  }
  const location = required(wanted.location, 'location').toLowerCase().replaceAll(' ', '');
  if (![...azure.networks.values()].some((network) => network.location === location)) {
    throw new ArmError(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type 'Microsoft.Network/privateEndpoints'.`,
    );
  }
  checkTags(wanted.tags ?? {});
  const subnetId = required(wanted.properties?.subnet?.id, 'properties.subnet');
  if ((wanted.properties?.privateLinkServiceConnections ?? []).length > 0) {
    throw new ArmError(
      403,
      'LinkedAuthorizationFailed',
      "The client has permission to perform action 'Microsoft.Network/privateLinkServices/PrivateEndpointConnectionsApproval/action' on scope of the endpoint, however the current tenant is not authorized to access the linked subscription.",
    );
  }
  const [connection] = wanted.properties?.manualPrivateLinkServiceConnections ?? [];
  const service = required(connection?.properties?.privateLinkServiceId, 'privateLinkServiceId');
  const place = azure.subnet(subnetId);
  if (place === undefined || place.network.location !== location) throw badReference(subnetId, id);
  if (!azure.services.has(key(service))) {
    throw new ArmError(400, 'InvalidPrivateLinkServiceId', `Private link service id ${service} is invalid.`);
  }
  if ((connection?.properties?.groupIds ?? []).length > 0) {
    throw new ArmError(
      400,
      'GroupIdNotPermittedWhenConnectingToThirdPartyService',
      'Group ids are not permitted for a connection to a private link service.',
    );
  }
  const requestMessage = connection?.properties?.requestMessage ?? '';
  if (requestMessage.length > 140) {
    throw new ArmError(400, 'RequestMessageTooLong', 'The request message has more than 140 characters.');
  }
  const existing = azure.endpoints.get(key(id));
  if (existing !== undefined) {
    if (key(existing.service) !== key(service) || key(existing.subnetId) !== key(subnetId)) {
      throw new ArmError(
        400,
        'PrivateEndpointCannotBeModified',
        `The private endpoint ${existing.name} cannot be moved.`,
      );
    }
    existing.tags = wanted.tags ?? {};
    if (existing.provisioning !== 'Failed') return [existing, 'changed'];
    Object.assign(existing, { provisioning: 'Creating', since: now, failure: undefined });
    existing.operation = uuidOf('operation', id, now);
    azure.operations.set(existing.operation, { endpoint: existing, deletes: false });
    return [existing, 'again'];
  }
  checkSubnet(place.subnet, subnetId);
  const fixed = fixedAddress(wanted, azure, place.subnet.prefix);
  place.subnet.freeAddresses -= 1;
  const name = id.split('/').at(-1) ?? '';
  const count = azure.endpoints.size;
  const endpoint: PrivateEndpoint = {
    id,
    name,
    location,
    subnetId: `${place.network.id}/subnets/${place.subnet.name}`,
    service,
    connectionName: connection?.name ?? 'connection',
    requestMessage,
    ip: fixed ?? place.subnet.prefix.replace(/\d+\/\d+$/, String(4 + count)),
    isStatic: fixed !== undefined,
    nicId: `${group}/providers/Microsoft.Network/networkInterfaces/${name}.nic.${uuidOf('nic', id)}`,
    operation: uuidOf('operation', id, now),
    tags: wanted.tags ?? {},
    provisioning: 'Creating',
    connection: 'Pending',
    description: 'Awaiting Approval',
    since: now,
    failure: undefined,
  };
  azure.endpoints.set(key(id), endpoint);
  azure.operations.set(endpoint.operation, { endpoint, deletes: false });
  return [endpoint, 'new'];
}

/** The address that a request asks for, of the form of the seeded subnets: /24. @throws ArmError for one that it cannot have */
function fixedAddress({ properties }: Wanted, azure: Azure, prefix: string): string | undefined {
  const [wanted] = properties?.ipConfigurations ?? [];
  if ((wanted?.properties?.groupId ?? '') !== '')
    throw new ArmError(400, 'GroupIdNotPermittedWhenConnectingToThirdPartyService', 'Group ids are not permitted.');
  const ip = wanted?.properties?.privateIPAddress;
  if (ip === undefined) return undefined;
  const [network, last] = [ip.replace(/\d+$/, ''), ip.split('.').at(-1)];
  if (!prefix.startsWith(network))
    throw new ArmError(
      400,
      'PrivateIPAddressNotInSubnet',
      `Private static IP address ${ip} does not belong to the range of subnet prefix ${prefix}.`,
    );
  if (Number(last) < 4 || last === '255')
    throw new ArmError(
      400,
      'PrivateIPAddressInReservedRange',
      `Private static IP address ${ip} falls within reserved IP range of subnet prefix ${prefix}.`,
    );
  const holder = [...azure.endpoints.values()].find((other) => other.ip === ip);
  if (holder !== undefined)
    throw new ArmError(
      400,
      'PrivateIPAddressIsAllocated',
      `IP address ${ip} is already allocated to resource ${holder.nicId}.`,
    );
  return ip;
}

function checkSubnet(
  subnet: { readonly delegatedTo: string | undefined; readonly policies: boolean; readonly freeAddresses: number },
  id: string,
): void {
  if (subnet.delegatedTo !== undefined) {
    throw new ArmError(
      400,
      'PrivateEndpointCreationNotAllowedAsSubnetIsDelegated',
      `Private endpoint cannot be created as subnet ${id} is delegated to ${subnet.delegatedTo}.`,
    );
  }
  if (subnet.policies) {
    throw new ArmError(
      400,
      'PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled',
      `Private endpoint cannot be created in a subnet ${id} since it has private endpoint network policies enabled.`,
    );
  }
  if (subnet.freeAddresses < 1) {
    throw new ArmError(400, 'SubnetIsFull', `Subnet ${id} does not have enough capacity for 1 IP addresses.`);
  }
}
