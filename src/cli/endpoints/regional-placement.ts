import { nameOneRegion } from '../../cloud/same-region.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import { type SharedFlag, cloudFlags } from '../../cloud/flags/table.ts';
import { UserError } from '../../core/errors.ts';

/** A value for a single region: `us-east-1=subnet-0a1b2c3d`. */
const regional = /^([A-Za-z][A-Za-z0-9_-]*)=(.+)$/;

/** The flags whose values may each be for a single region. */
function regionalFlags(): readonly SharedFlag[] {
  return cloudFlags().filter(({ regions }) => regions === 'each');
}

/** The values of a flag. A text flag too may have one for each region, separated by commas. */
function valuesOf(flags: FlagValues, name: string): readonly string[] {
  const value = flags[name] ?? [];
  if (value === true) return [];
  return typeof value === 'string' ? value.split(',') : value;
}

/** The values for one region, in the form in which the flag takes them. */
function asGiven({ kind }: SharedFlag, values: readonly string[]): string | readonly string[] | undefined {
  return kind === 'list' ? values : values[0];
}

/** Whether any value names a region. */
export function isRegional(flags: FlagValues): boolean {
  return regionalFlags().some((flag) => saysRegions(flags, flag));
}

function saysRegions(flags: FlagValues, { name }: SharedFlag): boolean {
  return valuesOf(flags, name).some((value) => regional.test(value));
}

/** @throws UserError for a value that is for none of the regions, which would otherwise be ignored silently */
export function refuseOtherRegions(flags: FlagValues, atlasRegions: readonly string[]): void {
  for (const { name } of regionalFlags()) {
    for (const value of valuesOf(flags, name)) {
      const region = regional.exec(value)?.[1];
      if (region === undefined || atlasRegions.some((known) => nameOneRegion(known, region))) continue;
      throw new UserError(`--${name}=${value} is for the region ${region}, but this command is for other regions`, {
        hint: `the regions are: ${atlasRegions.join(', ')}`,
      });
    }
  }
}

/**
 * The placement for one region of a command for several regions, in which each value names its region.
 * @throws UserError for a value that does not, and for a flag that names something in a single region
 */
export function placementIn(flags: FlagValues, atlasRegion: string): FlagValues {
  refuseSingle(flags);
  const own = regionalFlags().map((flag) => {
    const found = valuesOf(flags, flag.name).flatMap((value) => inRegion(flag.name, value, atlasRegion));
    return [flag.name, found.length === 0 ? undefined : asGiven(flag, found)] as const;
  });
  return { ...flags, ...Object.fromEntries(own) };
}

function refuseSingle(flags: FlagValues): void {
  for (const { name, regions } of cloudFlags()) {
    if (typeof regions !== 'object' || flags[name] === undefined) continue;
    throw new UserError(`--${name} names ${regions.names}, but this command is for several regions`, {
      hint: `omit it: ${regions.instead}; or choose one region with --region`,
    });
  }
}

/** The value without its region, if it is for this region. */
function inRegion(flag: string, value: string, atlasRegion: string): readonly string[] {
  const [, region, id] = regional.exec(value) ?? [];
  if (region === undefined || id === undefined) {
    throw new UserError(`--${flag}=${value} does not say which of the regions it is for`, {
      hint: `write --${flag} REGION=ID, such as --${flag} ${atlasRegion}=${value}; or choose one region with --region`,
    });
  }
  return nameOneRegion(region, atlasRegion) ? [id] : [];
}

/**
 * What a flag's value says of these regions, for a command that is for no others.
 * @returns undefined if that is nothing
 */
export function valueFor(value: string, atlasRegions: readonly string[]): string | undefined {
  const kept = value.split(',').flatMap((each) => {
    const [, region, id = ''] = regional.exec(each) ?? [];
    if (region === undefined) return [each];
    if (!atlasRegions.some((known) => nameOneRegion(known, region))) return [];
    return [atlasRegions.length > 1 ? each : id];
  });
  return kept.length === 0 ? undefined : kept.join(',');
}

/** The flags without their regions, for the checks that are possible before the cluster's regions are known. */
export function withoutRegions(flags: FlagValues): FlagValues {
  const bare = regionalFlags()
    .filter((flag) => saysRegions(flags, flag))
    .map((flag) => {
      const values = valuesOf(flags, flag.name).map((value) => regional.exec(value)?.[2] ?? value);
      return [flag.name, asGiven(flag, values)] as const;
    });
  return { ...flags, ...Object.fromEntries(bare) };
}
