import {
  type AttachmentFlag,
  type CloudFlags,
  type FlagValues,
  type ValuesOf,
  valuesOf,
} from '../../../src/cloud/flags/flag.ts';
import type { CloudOnCommandLine } from '../../../src/cloud/flags/on-command-line.ts';

export const moonFlags = {
  crater: {
    kind: 'text',
    description: 'Dig the endpoint into this crater',
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
  },
  colony: { kind: 'text', description: 'Ask the account of this colony', use: 'account' },
} as const satisfies CloudFlags;

export function readFlags(given: FlagValues): ValuesOf<typeof moonFlags> {
  return valuesOf(moonFlags, given);
}

const attachmentFlags = {
  'moon-project': {
    description: 'Tell Atlas this project of the endpoint that --id names',
    unseenHint: 'Atlas has to be told the project',
  },
  'moon-addresses': {
    description: 'Tell Atlas these addresses of the endpoint that --id names, as NAME=ADDRESS,…',
    unseenHint: 'Atlas has to be told every address',
  },
} as const satisfies Readonly<Record<string, AttachmentFlag>>;

/** What command lines say of it. */
export const moonOnCommandLine = {
  kind: 'MOON',
  name: 'the Moon',
  flags: moonFlags,
  attachmentFlags,
} as const satisfies CloudOnCommandLine<'MOON'>;
