import { placementText } from '../placement.ts';
import { UserError } from '../../core/errors.ts';
import type { CloudFacts } from '../facts.ts';
import { allClouds } from '../table.ts';
import { type FlagValues, isGiven } from './flag.ts';
import { cloudFlags, cloudNames, flagsFor, ownFlags } from './table.ts';

/** The clouds that the flags are for: each has at least one flag among them that no other cloud shares. */
export function cloudsOf(flags: FlagValues): readonly CloudFacts[] {
  return allClouds().filter((facts) => ownFlags(facts, flags).length > 0);
}

/**
 * Checks the flags as far as possible before contacting a cluster: the flags themselves tell which cloud they are for.
 * @param several whether they may be for several clouds, because each value names its region
 * @throws UserError for a malformed flag, an incomplete placement, or the flags of two clouds
 */
export function checkFlags(flags: FlagValues, several = false): void {
  const named = cloudsOf(flags);
  if (named.length > 1 && !several) throw twoClouds(named, flags);
  for (const facts of named) facts.placement(flagsFor(facts, flags));
}

function twoClouds(named: readonly CloudFacts[], flags: FlagValues): UserError {
  const [first, second] = named
    .map((facts) => ({ cloud: facts.name, flag: ownFlags(facts, flags)[0] ?? '' }))
    .sort((a, b) => (a.flag < b.flag ? -1 : 1));
  return new UserError(
    `--${first?.flag} is for ${first?.cloud} and --${second?.flag} for ${second?.cloud}: an endpoint is in one cloud only`,
    {
      hint: 'use the flags of the cloud that the Atlas deployment runs on; if it runs on both, write REGION=ID in each',
    },
  );
}

/**
 * Checks --id and its flags before the cloud of the endpoint is known. An id that no cloud recognizes is left to the
 * cloud of the source.
 * @throws UserError for a malformed id or part of an attachment
 */
export function checkLink(flags: FlagValues, id: string | undefined): void {
  for (const facts of allClouds()) {
    if (Object.keys(facts.attachmentFlags).some((name) => isGiven(flags, name))) facts.attachmentOf(flags);
    if (id !== undefined && facts.isOwnId(id)) facts.checkId(id);
  }
}

/** Checks that the flags are for the cloud that the source runs on. @throws UserError for a flag of another cloud */
export function checkCloud(facts: CloudFacts, reference: string, flags: FlagValues): void {
  const foreign = cloudFlags().find(({ name }) => facts.flags[name] === undefined && isGiven(flags, name));
  if (foreign !== undefined) {
    throw new UserError(
      `${reference} runs on ${facts.name}, but --${foreign.name} is for ${cloudNames(foreign.clouds)}`,
      {
        hint: `on ${facts.name} an endpoint is placed with: ${placementText(facts.placementHint)}`,
      },
    );
  }
  const unsuitable = allClouds()
    .flatMap(({ attachmentFlags }) => Object.keys(attachmentFlags))
    .find((name) => facts.attachmentFlags[name] === undefined && isGiven(flags, name));
  if (unsuitable === undefined) return;
  throw new UserError(`${reference} runs on ${facts.name}, where an endpoint is linked by ${facts.linkedBy}`, {
    hint: `omit --${unsuitable}`,
  });
}
