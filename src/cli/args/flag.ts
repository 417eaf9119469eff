/** What a flag's value names, for shell completion. */
export type Completes =
  | 'namespaces'
  | 'contexts'
  | 'clusters'
  | 'kubeconfig-users'
  | 'endpoints'
  | 'projects'
  | 'secret-keys'
  | 'declared-regions'
  | 'database-users'
  | 'places'
  | 'regions'
  | 'checks'
  | 'files'
  | readonly string[];

/** The value of a flag on a command line: undefined if it was not given and has no default. */
export type FlagValue = string | readonly string[] | boolean | undefined;

/** An argument that reads its own value from what yargs returns. */
export interface Readable<V = unknown> {
  /** @param given what yargs returns for the argument, which may be anything; undefined if it was not given */
  readonly read: (given: unknown) => V;
}

/** A flag: what yargs, help and completion need to know about it, and the type of its value. */
export interface Flag<V extends FlagValue = FlagValue> extends Readable<V> {
  readonly type: 'string' | 'boolean';
  readonly array?: boolean;
  readonly alias?: string;
  readonly default?: string | boolean;
  /** The title under which the help lists it. */
  readonly group: string;
  readonly description: string;
  /** The name of the value in the help; by default the last word of the flag's name. */
  readonly value?: string;
  readonly completes?: Completes;
  /** The only values that it takes; it has one of its own where it is given without any, as pflag's NoOptDefVal. */
  readonly choice?: ChoiceOfWords;
}

/** The values of a flag that takes its value behind an equals sign or not at all. */
export interface ChoiceOfWords {
  readonly words: readonly string[];
  /** The value of the flag alone. */
  readonly bare: string;
}

/** Flags by their long name. */
export type Flags = Readonly<Record<string, Flag>>;

/** The values of arguments by name, each of the type that its flag reads. */
export type Arguments<T extends Readonly<Record<string, Readable>>> = {
  readonly [Name in keyof T]: ReturnType<T[Name]['read']>;
};

/** What yargs returns; its values have no known type until the flags read them. */
export type Given = Readonly<Record<string, unknown>>;

/** The arguments of a table. Each flag reads its own value, so the value under its name has the type that the flag declares. */
export function argumentsOf<T extends Readonly<Record<string, Readable>>>(table: T, given: Given): Arguments<T> {
  const values = Object.entries(table).map(([name, argument]) => [name, argument.read(given[name])]);
  return Object.fromEntries(values) as Arguments<T>;
}

/** The optional properties of a text flag. */
interface TextOptions {
  readonly alias?: string;
  readonly value?: string;
  readonly completes?: Completes;
  readonly default?: string;
}

/** The last value of a flag that was given several times; pflag does the same. */
function last(given: unknown): unknown {
  return Array.isArray(given) ? given.at(-1) : given;
}

/** A flag with one value; if it is repeated, the last value counts. */
export function text(
  group: string,
  description: string,
  options: TextOptions & { readonly default: string },
): Flag<string>;
export function text(group: string, description: string, options?: TextOptions): Flag<string | undefined>;
export function text(group: string, description: string, options: TextOptions = {}): Flag<string | undefined> {
  const read = (given: unknown): string | undefined => {
    const value = last(given);
    return typeof value === 'string' ? value : options.default;
  };
  return { type: 'string', group, description, ...options, read };
}

/**
 * A flag that may be repeated.
 * @param options.whole true to take each value as it is (pflag StringArray), false to split it at commas (pflag StringSlice)
 */
export function texts(
  group: string,
  description: string,
  options: { readonly whole?: boolean; readonly completes?: Completes } = {},
): Flag<readonly string[] | undefined> {
  const read = (given: unknown): readonly string[] | undefined => {
    if (given === undefined) return undefined;
    const values = (Array.isArray(given) ? given : [given]).map(String);
    return options.whole === true ? values : values.flatMap((value) => value.split(',')).filter((item) => item !== '');
  };
  const { completes } = options;
  return { type: 'string', array: true, group, description, ...(completes === undefined ? {} : { completes }), read };
}

/**
 * A flag that takes one of a few words behind an equals sign, and the first one where it is given alone. The last one, which is that the
 * flag is not given, reads as undefined.
 */
export function choice<const W extends string>(
  group: string,
  description: string,
  words: readonly [W, ...W[], string],
  options: Pick<TextOptions, 'value'> = {},
): Flag<W | undefined> {
  const chosen = words.slice(0, -1) as readonly W[];
  const read = (given: unknown): W | undefined => chosen.find((word) => word === last(given));
  return { type: 'string', group, description, choice: { words, bare: words[0] }, completes: words, ...options, read };
}

/** A switch that is undefined if it was not given. */
export function optionalToggle(group: string, description: string): Flag<boolean | undefined> {
  return { type: 'boolean', group, description, read: switched };
}

function switched(given: unknown): boolean | undefined {
  const value = last(given);
  return typeof value === 'boolean' ? value : undefined;
}

/** A switch; if it is repeated, the last value counts. */
export function toggle(
  group: string,
  description: string,
  options: { readonly alias?: string; readonly default?: boolean } = {},
): Flag<boolean> {
  const read = (given: unknown): boolean => switched(given) ?? options.default ?? false;
  return { type: 'boolean', group, description, ...options, read };
}
