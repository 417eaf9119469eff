/** A flag that a cloud declares: plain data, from which the command line derives parsing, help and completion. */
export interface CloudFlag {
  /** The flag of a `list` may be repeated, or have its values separated by commas; a `switch` has no value. */
  readonly kind: 'text' | 'list' | 'switch';
  readonly description: string;
  /** `account` flags choose the account and the region or subscription: verbs that create no endpoint take them too. */
  readonly use: 'placement' | 'account';
  /**
   * What the flag means in a command for several regions: `each` takes REGION=VALUE; a flag that names something in a single
   * region says why it cannot be given. By default the value is for all regions.
   */
  readonly regions?: 'each' | SingleRegion;
  /**
   * How the flag relates to --from-nodes: `chosen` by it, so it is refused besides it; or `given` in addition to it, and no
   * placement by itself.
   */
  readonly nodes?: 'chosen' | 'given';
  /** Whether it names one cloud endpoint, so that it cannot be given for several of one region. */
  readonly single?: true;
  /** What it names, as in `subnet`, if the account can list it: for a person to choose from, and for a shell. */
  readonly listed?: string;
  /** What a shell may complete its value to. */
  readonly completes?: 'regions' | readonly string[];
}

/** Why a flag cannot be given for several regions. */
export interface SingleRegion {
  /** What it names, such as `one VPC`. */
  readonly names: string;
  /** How to say the same for several regions. */
  readonly instead: string;
}

/** The flags of a cloud by their long name. */
export type CloudFlags = Readonly<Record<string, CloudFlag>>;

/** A flag that gives a part of an attachment, in addition to --id. */
export interface AttachmentFlag {
  readonly description: string;
  /** Why it is required if the cloud is not contacted. */
  readonly unseenHint: string;
}

/** A flag as it was given; a switch is true, or was not given. */
export type GivenFlag = string | readonly string[] | true | undefined;

/** The values of flags by long name, as they were given; each cloud reads its own. */
export type FlagValues = Readonly<Record<string, GivenFlag>>;

/** The flags of a table as the cloud reads them; a list that was not given is empty. */
export type ValuesOf<F extends CloudFlags> = {
  readonly [N in keyof F]: F[N]['kind'] extends 'list'
    ? readonly string[]
    : F[N]['kind'] extends 'switch'
      ? boolean
      : string | undefined;
};

/** The user's own tags, KEY=VALUE: the one flag that every cloud reads. */
export const TAG_FLAG = 'tag';

/** The value of a flag that takes one. */
export function textIn(given: FlagValues, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a flag that takes several. */
export function listIn(given: FlagValues, name: string): readonly string[] {
  const value = given[name];
  return value === undefined || value === true || typeof value === 'string' ? [] : value;
}

/** The given values of a table's flags, each of the kind that the table declares. */
export function valuesOf<F extends CloudFlags>(flags: F, given: FlagValues): ValuesOf<F> {
  const read = Object.entries(flags).map(([name, { kind }]) => [
    name,
    kind === 'list' ? listIn(given, name) : kind === 'switch' ? given[name] === true : textIn(given, name),
  ]);
  // Read with the same table that the type is made of.
  return Object.fromEntries(read) as ValuesOf<F>;
}

/** Whether a flag was given; an empty list does not count. */
export function isGiven(given: FlagValues, name: string): boolean {
  const value = given[name];
  return value === true || typeof value === 'string' || (value?.length ?? 0) > 0;
}

/** The values of the flags that `keep` accepts. */
export function onlyFlags(given: FlagValues, keep: (name: string) => boolean): FlagValues {
  return Object.fromEntries(Object.entries(given).filter(([name]) => keep(name)));
}
