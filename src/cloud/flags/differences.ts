import { type AsFlags, sameId } from '../../core/cloud-endpoint.ts';
import { type CloudFlags, type FlagValues, type GivenFlag, TAG_FLAG, isGiven } from './flag.ts';

/** A flag that says something else than what there is. */
export interface Difference {
  /** The flag's long name. */
  readonly flag: string;
  /** The values as they were given; none for a switch. */
  readonly given: readonly string[];
  /** The values that the endpoint has. */
  readonly stands: readonly string[];
  /** Those that were given and that it lacks. */
  readonly missing: readonly string[];
  /** Those that it has and that were not given. */
  readonly surplus: readonly string[];
}

/**
 * The given flags that an existing cloud endpoint is unlike. A flag of which the cloud shows nothing, and one that says nothing of the
 * endpoint, such as a profile, is never unlike.
 * @param asFlags what the flags would say of the endpoint as it stands
 */
export function differencesOf(flags: CloudFlags, given: FlagValues, asFlags: AsFlags = {}): readonly Difference[] {
  return [...Object.keys(flags), TAG_FLAG].flatMap((flag) => {
    const stands = asFlags[flag];
    if (stands === undefined || !isGiven(given, flag)) return [];
    if (typeof stands === 'boolean') return stands ? [] : [{ flag, given: [], stands: [], missing: [], surplus: [] }];
    const found = differenceOf(valuesIn(given[flag]), typeof stands === 'string' ? [stands] : stands, flag);
    return found === undefined ? [] : [found];
  });
}

function valuesIn(value: GivenFlag): readonly string[] {
  if (value === undefined || value === true) return [];
  return typeof value === 'string' ? [value] : value;
}

function differenceOf(given: readonly string[], stands: readonly string[], flag: string): Difference | undefined {
  const isSame = flag === TAG_FLAG ? (a: string, b: string): boolean => a === b : isSameName;
  const missing = given.filter((value) => !stands.some((each) => isSame(value, each)));
  // An endpoint has other tags too, those of this program among them.
  const surplus = flag === TAG_FLAG ? [] : stands.filter((each) => !given.some((value) => isSame(value, each)));
  return missing.length === 0 && surplus.length === 0 ? undefined : { flag, given, stands, missing, surplus };
}

/** Whether a name that was given is that of what stands, which is named in full: a person may write the last part alone, or a whole URL. */
function isSameName(given: string, stands: string): boolean {
  return sameId(given, stands) || endsWith(stands, given) || endsWith(given, stands);
}

function endsWith(long: string, short: string): boolean {
  return sameId(long.slice(-short.length - 1), `/${short}`);
}
