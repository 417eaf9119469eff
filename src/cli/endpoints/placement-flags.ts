import { type FlagValues, type GivenFlag, TAG_FLAG, onlyFlags } from '../../cloud/flags/flag.ts';
import { cloudFlags } from '../../cloud/flags/table.ts';
import { allClouds } from '../../cloud/table.ts';
import { UserError } from '../../core/errors.ts';
import type { Arguments, FlagValue } from '../args/flag.ts';
import type { flags as groups } from '../args/flag-groups.ts';

/** The placement flags that a verb has; every verb has those of the account. */
export type PlacementArguments = Arguments<typeof groups.account> &
  Partial<Arguments<typeof groups.placement> & Arguments<typeof groups.attachment>> & {
    readonly id?: string | undefined;
  };

/** What a command line says about a cloud endpoint: its place, the account, and what it is linked by. */
export function placementOf(args: PlacementArguments): FlagValues {
  const attaching = allClouds().flatMap(({ attachmentFlags }) => Object.keys(attachmentFlags));
  const names = [...cloudFlags().map(({ name }) => name), TAG_FLAG, 'id', ...attaching];
  const given = new Map<string, FlagValue>(Object.entries(args));
  return Object.fromEntries(names.map((name) => [name, valueOf(given.get(name))]));
}

function valueOf(value: FlagValue): GivenFlag {
  return typeof value === 'boolean' ? value || undefined : value;
}

/**
 * The flags without those that --from-nodes supplies, and without those that are no placement by themselves.
 * @throws UserError for a flag that names what --from-nodes chooses
 */
export function flagsBesideNodes(args: PlacementArguments): FlagValues {
  const flags = placementOf(args);
  if (args['from-nodes'] !== true) return flags;
  const chosen = cloudFlags().find(({ name, nodes }) => nodes === 'chosen' && flags[name] !== undefined);
  if (chosen !== undefined) {
    throw new UserError(`--from-nodes chooses the subnets itself, but --${chosen.name} names them`, {
      hint: 'use one or the other',
    });
  }
  const given = namesGivenBeside();
  return onlyFlags(flags, (name) => !given.has(name));
}

/** The flags that may be combined with --from-nodes. */
export function givenBesideNodes(args: PlacementArguments): FlagValues {
  const given = namesGivenBeside();
  return onlyFlags(placementOf(args), (name) => given.has(name));
}

function namesGivenBeside(): ReadonlySet<string> {
  return new Set(cloudFlags().flatMap(({ name, nodes }) => (nodes === 'given' ? [name] : [])));
}
