/** The parts of a resource id of the Azure Resource Manager. Ids are case-insensitive. */
export interface ResourceId {
  readonly subscription: string;
  readonly resourceGroup: string;
  /** Such as `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** The names, from the outermost resource to the innermost. */
  readonly names: readonly string[];
}

const form = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i;

/** Parses an id; undefined if it is not one. */
export function parseResourceId(id: string): ResourceId | undefined {
  const found = form.exec(id);
  if (found === null) return undefined;
  const [, subscription = '', resourceGroup = '', provider = '', rest = ''] = found;
  const parts = rest.split('/');
  if (parts.length % 2 !== 0 || parts.includes('')) return undefined;
  const types = parts.filter((_, at) => at % 2 === 0);
  return {
    subscription,
    resourceGroup,
    type: [provider, ...types].join('/'),
    names: parts.filter((_, at) => at % 2 === 1),
  };
}

/** Parses an id of that type; undefined for any other. */
export function parseIdOf(type: string, id: string): ResourceId | undefined {
  const parsed = parseResourceId(id);
  return parsed?.type.toLowerCase() === type.toLowerCase() ? parsed : undefined;
}

export const types = {
  privateEndpoint: 'Microsoft.Network/privateEndpoints',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
  networkInterface: 'Microsoft.Network/networkInterfaces',
  linkService: 'Microsoft.Network/privateLinkServices',
} as const;

/** The id of the virtual network that a subnet is in. */
export function networkOf(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, '');
}

/** How messages name the virtual network of a subnet. */
export function networkName(subnetId: string): string {
  const parsed = parseResourceId(subnetId);
  return parsed === undefined ? '<unknown>' : `virtual network ${parsed.resourceGroup}/${parsed.names[0]}`;
}

export function privateEndpointId(subscription: string, resourceGroup: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/${types.privateEndpoint}/${name}`;
}
