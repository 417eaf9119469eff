import type { Owner } from '../../../core/cloud-endpoint.ts';
import { digestCommands } from '../../../core/script/digest.ts';
import { type ScriptCommand, type ScriptProgram, markerOf, withVariables } from '../../../core/script/script.ts';
import type { CloudScript } from '../../facts.ts';
import type { FlagValues } from '../../flags/flag.ts';
import type { AzureAttachment } from '../attachment.ts';
import { CONNECTION, requestMessage } from '../naming/connection.ts';
import { readFlags } from '../flags.ts';
import { endpointName, identityOf } from '../naming/name.ts';
import { type AzurePlacement, parsePlacement } from '../placement.ts';
import { networkOf, parseResourceId } from '../resource-id.ts';
import { tagsOf } from '../tags.ts';

/** The variable for what Atlas is told besides the id. */
const ADDRESS = 'ip';

/** The address of a network interface, which has one of each version at most. */
const addressQuery = '(ipConfigurations[?primary] || ipConfigurations)[0].privateIPAddress';

/** The commands of the Azure CLI. What is asked for is what `account/create.ts` asks for. */
export const azureScript: CloudScript = {
  create({ owner, service, flags }, into, read) {
    const placement = parsePlacement(flags);
    if (placement === undefined) throw new Error('asked for the commands of an endpoint without a placement');
    const { name = endpointName(owner), subnetId } = placement;
    const network = ['--ids', networkOf(subnetId), ...printing('location')];
    const wanted = creationWords(owner, service.known ?? markerOf('service'), { ...placement, name });
    return [
      ...(service.known === undefined ? [read(service.output, 'service')] : []),
      ...(placement.name === undefined ? digestCommands(identityOf(owner)) : []),
      ...refusalOfTaken(placement, name, flags),
      { run: az('network vnet show', flags, network), into: 'location' },
      { run: az('network private-endpoint create', flags, [...wanted, ...printing('id')]), into },
    ];
  },
  awaitLinkable: ({ id, flags }) => [
    {
      poll: az('network private-endpoint show', flags, ['--ids', id, ...printing('provisioningState')]),
      until: ['Succeeded'],
      never: ['Failed', 'Canceled', 'Deleting'],
    },
    {
      run: az('network private-endpoint show', flags, ['--ids', id, ...printing('networkInterfaces[0].id')]),
      into: 'nic',
    },
    {
      poll: az('network nic show', flags, ['--ids', markerOf('nic'), ...printing(addressQuery)]),
      into: ADDRESS,
      until: 'anything',
      never: [],
    },
  ],
  attachment: ({ id }) => ({ cloud: 'AZURE', id, ipAddress: markerOf(ADDRESS) }) satisfies AzureAttachment,
  remove: ({ id }, flags) => [{ run: az('network private-endpoint delete', flags, ['--ids', id]) }],
  awaitGone({ id }, flags) {
    const { subscription = '', resourceGroup = '', names: [name = ''] = [] } = parseResourceId(id) ?? {};
    const query = `[?name=='${name}'].provisioningState`;
    return [{ poll: list({ subscription, resourceGroup }, query, flags), until: [''], never: ['Failed'] }];
  },
};

/** Ends the script where the name is another endpoint's: creating it again would change that one. */
function refusalOfTaken(placement: AzurePlacement, name: string, flags: FlagValues): readonly ScriptCommand[] {
  const otherwise = `the resource group ${placement.resourceGroup} already has a private endpoint of this name: choose another one with --private-endpoint-name`;
  return [
    { run: list(placement, `[?name=='${name}'].id`, flags), into: 'taken' },
    { expect: 'taken', value: '', otherwise },
  ];
}

/** The private endpoints of a group: to show one that is not there would be an error. */
function list(
  { subscription, resourceGroup }: Pick<AzurePlacement, 'subscription' | 'resourceGroup'>,
  query: string,
  flags: FlagValues,
): ScriptProgram {
  const where = ['--resource-group', resourceGroup, '--subscription', subscription];
  return az('network private-endpoint list', flags, [...where, ...printing(query)]);
}

function creationWords(
  owner: Owner,
  service: string,
  { name = '', resourceGroup, subscription, subnetId, ip, tags }: AzurePlacement,
): readonly string[] {
  const flags = {
    name,
    'resource-group': resourceGroup,
    subscription,
    location: markerOf('location'),
    subnet: subnetId,
    'private-connection-resource-id': service,
    'connection-name': CONNECTION,
    'manual-request': 'true',
    'request-message': requestMessage(owner),
  };
  return [
    ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
    ...(ip === undefined ? [] : ['--ip-config', `name=${CONNECTION}`, `private-ip-address=${ip}`]),
    '--tags',
    ...Object.entries(tagsOf(owner, tags)).map(tagWord),
  ];
}

/**
 * A tag as the Azure CLI reads it: a name with dots would be taken for one within another, and some values for no text (src/azure-cli-core/
 * azure/cli/core/aaz/_utils.py, AAZShortHandSyntaxParser; github.com/Azure/azure-cli/issues/26313).
 */
function tagWord([key, value]: readonly [string, string]): string {
  const plainKey = /^[\w-]+$/.test(key);
  const plainValue = value !== '' && !value.startsWith("'") && value !== 'null' && value !== '??';
  return `${plainKey ? key : inQuotes(key)}=${plainValue ? value : inQuotes(value)}`;
}

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "'/")}'`;
}

function printing(query: string): readonly string[] {
  return ['--query', query, '--output', 'tsv'];
}

function az(operation: string, flags: FlagValues, words: readonly string[]): ScriptProgram {
  const { 'azure-cloud': cloud } = readFlags(flags);
  const all = [...(cloud === undefined ? [] : [`AZURE_CLOUD_NAME=${cloud}`]), 'az', ...operation.split(' '), ...words];
  return { shell: all.map(withVariables) };
}
