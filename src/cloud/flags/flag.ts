/** A flag that a cloud declares for itself: plain data, from which the command line makes what it parses, helps with and completes. */
export interface CloudFlag {
  /** `list` may be repeated or given as a comma list. */
  readonly kind: 'text' | 'list';
  readonly description: string;
  /** `account` says as whom and where the cloud is asked: verbs that make no endpoint take it too. */
  readonly use: 'placement' | 'account';
  /**
   * What the flag means where a command is about several regions: `each` takes REGION=VALUE, and one that names a thing of a single
   * region says why it cannot be given. Left out, its value is for all of them.
   */
  readonly regions?: 'each' | SingleRegion;
  /**
   * What --from-nodes makes of the flag: `chosen` by it, so that giving it too is refused; `given` may stand beside it, and is no
   * placement without what the nodes decide.
   */
  readonly nodes?: 'chosen' | 'given';
}

/** Why a flag cannot be given for several regions. */
export interface SingleRegion {
  /** What it names, such as `one VPC`. */
  readonly names: string;
  /** What says the same where there are several regions. */
  readonly instead: string;
}

/** The flags of a cloud by their long name. */
export type CloudFlags = Readonly<Record<string, CloudFlag>>;

/** A flag that gives a part of an attachment, beside --id. */
export interface AttachmentFlag {
  readonly description: string;
  /** Why it has to be given where the cloud is not to be asked. */
  readonly unseenHint: string;
}

/** The values of flags by long name, as they were given; each cloud reads its own out of them. */
export type FlagValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The flags of a table as the cloud reads them; a list that was not given is empty. */
export type ValuesOf<F extends CloudFlags> = {
  readonly [N in keyof F]: F[N]['kind'] extends 'list' ? readonly string[] : string | undefined;
};

/** The tags that a person gives, KEY=VALUE: the one flag that every cloud reads. */
export const TAG_FLAG = 'tag';

/** The value of a flag that takes one. */
export function textIn(given: FlagValues, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a flag that takes several. */
export function listIn(given: FlagValues, name: string): readonly string[] {
  const value = given[name];
  return value === undefined || typeof value === 'string' ? [] : value;
}

/** What was given of a table's flags, each of the kind that the table says. */
export function valuesOf<F extends CloudFlags>(flags: F, given: FlagValues): ValuesOf<F> {
  const read = Object.entries(flags).map(([name, { kind }]) => [
    name,
    kind === 'list' ? listIn(given, name) : textIn(given, name),
  ]);
  // Read by the same table as the type is made of.
  return Object.fromEntries(read) as ValuesOf<F>;
}

/** Whether a flag was given: an empty list is none. */
export function isGiven(given: FlagValues, name: string): boolean {
  const value = given[name];
  return typeof value === 'string' || (value?.length ?? 0) > 0;
}

/** Only the values of the flags that `keep` wants. */
export function onlyFlags(given: FlagValues, keep: (name: string) => boolean): FlagValues {
  return Object.fromEntries(Object.entries(given).filter(([name]) => keep(name)));
}
