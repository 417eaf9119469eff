import { isIPv4 } from 'node:net';
import { azCommand } from './command.ts';
import { UserError } from '../../core/errors.ts';
import { networkName, parseIdOf, types } from './resource-id.ts';
import { type FlagValues, TAG_FLAG, listIn } from '../flags/flag.ts';
import type { Placement } from '../placement.ts';
import { parseTag } from '../tags.ts';
import { readFlags } from './flags.ts';
import { tagLimits, type Tags } from './tags.ts';

/** Where an Azure private endpoint goes. */
export interface AzurePlacement extends Placement {
  readonly cloud: 'AZURE';
  readonly network: string;
  readonly subnetId: string;
  /** The subscription of the endpoint; by default that of the subnet. */
  readonly subscription: string;
  readonly resourceGroup: string;
  /** The name of the endpoint; undefined to derive one from the source. */
  readonly name: string | undefined;
  /** Its private address; undefined for a free one of the subnet. */
  readonly ip: string | undefined;
  readonly tags: Tags;
}

const subnetForm =
  '/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NET/subnets/NAME';

function checkSubnet(id: string, subscription: string | undefined): void {
  if (parseIdOf(types.subnet, id) !== undefined) return;
  if (id.startsWith('subnet-')) {
    throw new UserError(`invalid value "${id}" for --subnet: that is an AWS subnet`, {
      hint: 'on AWS, use --subnet-id',
    });
  }
  throw new UserError(`invalid value "${id}" for --subnet: not the resource id of a subnet`, {
    hint: [
      `it looks like ${subnetForm}; list them with: `,
      azCommand(
        'network vnet subnet list',
        ['-g', { placeholder: 'GROUP' }, '--vnet-name', { placeholder: 'NET' }, '--query', '[].id', '-o', 'tsv'],
        subscription,
      ),
    ],
  });
}

/** Naming rules: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules, privateEndpoints; groups: Microsoft.Resources. */
function checkNames({
  subscription,
  'resource-group': resourceGroup,
  'private-endpoint-name': name,
}: ReturnType<typeof readFlags>): void {
  if (name !== undefined && !/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?$/.test(name)) {
    throw new UserError(`invalid value "${name}" for --private-endpoint-name`, {
      hint: 'at most 80 letters, digits, dots, dashes and underscores; the first a letter or digit, the last one of these or an underscore',
    });
  }
  if (resourceGroup !== undefined && !/^[\p{L}\p{N}_.()-]{0,89}[\p{L}\p{N}_()-]$/u.test(resourceGroup)) {
    throw new UserError(`invalid value "${resourceGroup}" for --resource-group`, {
      hint: [
        'it is the name of a group, not a resource id; list them with: ',
        azCommand('group list', ['-o', 'table'], subscription),
      ],
    });
  }
}

/** @throws UserError for anything but an IPv4 address: Atlas takes no other */
function checkAddress(ip: string | undefined): void {
  if (ip === undefined || isIPv4(ip)) return;
  throw new UserError(`invalid value "${ip}" for --private-ip-address: not an IPv4 address`, {
    hint: 'it looks like --private-ip-address=10.0.1.20',
  });
}

/** @throws UserError if the text is not a subscription id */
function checkSubscription(id: string): void {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return;
  throw new UserError(`invalid value "${id}" for --subscription: not a subscription id`, {
    hint: [
      'it looks like 00000000-0000-0000-0000-000000000000; list them with: ',
      azCommand('account list', ['-o', 'table']),
    ],
  });
}

/** @throws UserError if the text is not a private endpoint's resource id */
export function checkEndpointId(id: string): void {
  if (parseIdOf(types.privateEndpoint, id) !== undefined) return;
  const hint =
    parseIdOf(types.linkService, id) === undefined
      ? 'it looks like /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/privateEndpoints/NAME; without it, the endpoint is looked up by tag, then by its service'
      : "that is Atlas's private link service; the private endpoint in your virtual network has an id that ends in /privateEndpoints/NAME";
  throw new UserError(`invalid value "${id}" for --id: not the resource id of a private endpoint`, { hint });
}

/**
 * The placement that the flags describe; undefined if they describe none.
 * @throws UserError for a malformed id, name or tag, or if the subnet is missing
 */
export function parsePlacement(flags: FlagValues): AzurePlacement | undefined {
  const tags: Tags = Object.fromEntries(listIn(flags, TAG_FLAG).map((tag) => parseTag(tag, tagLimits)));
  const given = readFlags(flags);
  const { subnet, subscription, 'resource-group': resourceGroup, 'private-endpoint-name': name } = given;
  const { 'private-ip-address': ip } = given;
  checkNames(given);
  checkAddress(ip);
  if (subscription !== undefined) checkSubscription(subscription);
  if (subnet === undefined) {
    const [lone] = [
      ...(name === undefined ? [] : ['--private-endpoint-name']),
      ...(resourceGroup === undefined ? [] : ['--resource-group']),
      ...(ip === undefined ? [] : ['--private-ip-address']),
    ];
    if (lone === undefined) return undefined;
    throw new UserError(`${lone} requires --subnet: a private endpoint is created in a subnet`, {
      hint: `it looks like --subnet ${subnetForm}`,
    });
  }
  checkSubnet(subnet, subscription);
  const parsed = parseIdOf(types.subnet, subnet);
  return {
    cloud: 'AZURE',
    network: networkName(subnet),
    subnetId: subnet,
    subscription: subscription ?? parsed?.subscription ?? '',
    resourceGroup: resourceGroup ?? parsed?.resourceGroup ?? '',
    name,
    ip,
    tags,
  };
}
