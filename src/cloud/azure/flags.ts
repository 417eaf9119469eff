import type { Word } from '../../core/next-command.ts';
import { type AttachmentFlag, type CloudFlags, type FlagValues, type ValuesOf, valuesOf } from '../flags/flag.ts';
import type { CloudOnCommandLine } from '../flags/on-command-line.ts';

/** The flags that place a private endpoint and choose the Azure account. */
export const azureFlags = {
  subnet: {
    kind: 'text',
    description: 'Create the private endpoint in the subnet with this resource id',
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
    listed: 'subnet',
  },
  'resource-group': {
    kind: 'text',
    description: "Create the private endpoint in this resource group instead of the subnet's",
    use: 'placement',
    nodes: 'given',
  },
  'private-endpoint-name': {
    kind: 'text',
    description: 'Give the private endpoint this name instead of one made from the namespace and the label',
    use: 'placement',
    single: true,
    nodes: 'given',
  },
  'private-ip-address': {
    kind: 'text',
    description: 'Give the private endpoint this static address instead of any free one in the subnet',
    use: 'placement',
    single: true,
    nodes: 'given',
  },
  subscription: {
    kind: 'text',
    description: "Use the subscription with this id instead of the subnet's, or the one that az uses",
    use: 'account',
  },
  'azure-cloud': {
    kind: 'text',
    description: 'Use AzureCloud, AzureUSGovernment or AzureChinaCloud instead of the cloud that az uses',
    use: 'account',
  },
} as const satisfies CloudFlags;

/** Their values as they were given. */
export function readFlags(given: FlagValues): ValuesOf<typeof azureFlags> {
  return valuesOf(azureFlags, given);
}

/** What Atlas needs to know in addition to the id. */
const attachmentFlags = {
  ip: {
    description: 'Tell Atlas this private address of the endpoint that --id names',
    unseenHint: 'Atlas needs the private address of the endpoint, which is otherwise read from the cloud',
  },
} as const satisfies Readonly<Record<string, AttachmentFlag>>;

/** The flags with which a person places a private endpoint. */
export const placementHint: readonly Word[] = [
  '--subnet',
  { placeholder: 'SUBNET_ID' },
  { placeholder: '[--resource-group GROUP]' },
];

/** What command lines say of Azure. */
export const azureOnCommandLine = {
  kind: 'AZURE',
  name: 'Azure',
  flags: azureFlags,
  attachmentFlags,
} as const satisfies CloudOnCommandLine<'AZURE'>;
