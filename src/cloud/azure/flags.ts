import type { Word } from '../../core/next-command.ts';
import { type AttachmentFlag, type CloudFlags, type FlagValues, type ValuesOf, valuesOf } from '../flags/flag.ts';

/** The flags that place a private endpoint and choose the Azure account. */
export const azureFlags = {
  subnet: {
    kind: 'text',
    description: 'Resource id of the subnet of the private endpoint',
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
  },
  'resource-group': {
    kind: 'text',
    description: 'Resource group of the private endpoint; that of the subnet otherwise',
    use: 'placement',
    nodes: 'given',
  },
  'private-endpoint-name': {
    kind: 'text',
    description: 'Name of the private endpoint; made of namespace and label otherwise',
    use: 'placement',
    nodes: 'given',
  },
  subscription: {
    kind: 'text',
    description: 'Subscription id; that of the subnet or of az otherwise',
    use: 'account',
  },
  'azure-cloud': {
    kind: 'text',
    description: 'AzureCloud (or that of az), AzureUSGovernment, AzureChinaCloud',
    use: 'account',
  },
} as const satisfies CloudFlags;

/** What was given of them. */
export function readFlags(given: FlagValues): ValuesOf<typeof azureFlags> {
  return valuesOf(azureFlags, given);
}

/** What Atlas has to be told beside the id. */
export const attachmentFlags = {
  ip: {
    description: 'With --id, on Azure: its private address',
    unseenHint: 'Atlas has to be told the private address of the endpoint, which otherwise is read from the cloud',
  },
} as const satisfies Readonly<Record<string, AttachmentFlag>>;

/** The flags with which a person places a private endpoint. */
export const placementHint: readonly Word[] = [
  '--subnet',
  { placeholder: 'SUBNET_ID' },
  { placeholder: '[--resource-group GROUP]' },
];
