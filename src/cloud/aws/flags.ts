import type { Word } from '../../core/next-command.ts';
import { addressTypes } from './address-type.ts';
import { type CloudFlags, type FlagValues, type ValuesOf, valuesOf } from '../flags/flag.ts';
import type { CloudOnCommandLine } from '../flags/on-command-line.ts';

/** The flags that place an interface endpoint and choose the AWS account. */
export const awsFlags = {
  'vpc-id': {
    kind: 'text',
    description: 'Create the interface endpoint in this VPC',
    use: 'placement',
    regions: { names: 'one VPC', instead: 'the subnets determine it, as in --subnet-id REGION=SUBNET' },
    nodes: 'chosen',
    listed: 'VPC',
  },
  'subnet-id': {
    kind: 'list',
    description: 'Create the interface endpoint in these subnets, one per zone, separated by commas or repeated',
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
    listed: 'subnet',
  },
  'security-group-id': {
    kind: 'list',
    description: "Attach these security groups to the interface endpoint instead of the VPC's default group",
    use: 'placement',
    regions: 'each',
    nodes: 'given',
    listed: 'security group',
  },
  'ip-address-type': {
    kind: 'text',
    description: 'Give the interface endpoint addresses of this type: ipv4, ipv6 or dualstack (ipv4 by default)',
    use: 'placement',
    nodes: 'given',
    completes: addressTypes,
  },
  region: {
    kind: 'text',
    description: "Use this region instead of the service's",
    use: 'account',
    completes: 'regions',
  },
  profile: { kind: 'text', description: 'Use this profile of the AWS configuration', use: 'account' },
} as const satisfies CloudFlags;

/** Their values as they were given. */
export function readFlags(given: FlagValues): ValuesOf<typeof awsFlags> {
  return valuesOf(awsFlags, given);
}

/** The flags with which a person places an interface endpoint. */
export const placementHint: readonly Word[] = [
  '--vpc-id',
  { placeholder: 'VPC' },
  '--subnet-id',
  { placeholder: 'SUBNET[,SUBNET]' },
  '--security-group-id',
  { placeholder: 'GROUP' },
];

/** What command lines say of AWS. */
export const awsOnCommandLine = {
  kind: 'AWS',
  name: 'AWS',
  flags: awsFlags,
  attachmentFlags: {},
} as const satisfies CloudOnCommandLine<'AWS'>;
