import {
  type AttachmentFlag,
  type CloudFlags,
  type FlagValues,
  type ValuesOf,
  valuesOf,
} from '../../../src/cloud/flags/flag.ts';

export const moonFlags = {
  crater: {
    kind: 'text',
    description: 'Crater of the endpoint',
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
  },
  colony: { kind: 'text', description: 'Colony whose account is asked', use: 'account' },
} as const satisfies CloudFlags;

export function readFlags(given: FlagValues): ValuesOf<typeof moonFlags> {
  return valuesOf(moonFlags, given);
}

export const attachmentFlags = {
  'moon-project': {
    description: 'With --id, on the Moon: its project',
    unseenHint: 'Atlas has to be told the project',
  },
  'moon-addresses': {
    description: 'With --id, on the Moon: its addresses, as NAME=ADDRESS,…',
    unseenHint: 'Atlas has to be told every address',
  },
} as const satisfies Readonly<Record<string, AttachmentFlag>>;
