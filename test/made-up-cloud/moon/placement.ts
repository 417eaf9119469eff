import { UserError } from '../../../src/core/errors.ts';
import { type FlagValues, TAG_FLAG, listIn } from '../../../src/cloud/flags/flag.ts';
import type { Placement } from '../../../src/cloud/placement.ts';
import { type TagLimits, parseTag } from '../../../src/cloud/tags.ts';
import { readFlags } from './flags.ts';

export interface MoonPlacement extends Placement {
  readonly cloud: 'MOON';
  readonly network: string;
  readonly tags: readonly (readonly [key: string, value: string])[];
}

const tagLimits: TagLimits = {
  cloud: 'the Moon',
  word: 'label',
  keyLength: 20,
  valueLength: 20,
  reserved: /^moon-/,
  own: 'atlas-pe-',
  ignoresCase: true,
};

export function parsePlacement(flags: FlagValues): MoonPlacement | undefined {
  const { crater } = readFlags(flags);
  const tags = listIn(flags, TAG_FLAG).map((tag) => parseTag(tag, tagLimits));
  if (crater === undefined) return undefined;
  if (!crater.startsWith('crater-')) throw new UserError(`invalid value "${crater}" for --crater: not a crater`);
  return { cloud: 'MOON', network: crater, tags };
}
