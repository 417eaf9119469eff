/** What a flag's value names, for the completion of the shell. */
export type Completes =
  | 'namespaces'
  | 'contexts'
  | 'clusters'
  | 'kubeconfig-users'
  | 'endpoints'
  | 'database-users'
  | 'files'
  | readonly string[];

/** What a flag may be on a command line: undefined where it was not given and has no default. */
export type FlagValue = string | readonly string[] | boolean | undefined;

/** An argument that takes its own value out of what yargs hands over. */
export interface Readable<V = unknown> {
  /** @param given what yargs made of the argument, which may be anything; undefined where it was not given */
  readonly read: (given: unknown) => V;
}

/** A flag: what yargs has to know of it, what help and completion have to know, and the type of its value. */
export interface Flag<V extends FlagValue = FlagValue> extends Readable<V> {
  readonly type: 'string' | 'boolean';
  readonly array?: boolean;
  readonly requiresArg?: boolean;
  readonly alias?: string;
  readonly default?: string | boolean;
  /** Under which title it stands in the help. */
  readonly group: string;
  readonly description: string;
  /** The name of the value in the help; the last word of the flag's own when left out. */
  readonly value?: string;
  readonly completes?: Completes;
}

/** Flags by their long name. */
export type Flags = Readonly<Record<string, Flag>>;

/** The values of some arguments by name, each with the type that its flag reads. */
export type Arguments<T extends Readonly<Record<string, Readable>>> = {
  readonly [Name in keyof T]: ReturnType<T[Name]['read']>;
};

/** What yargs hands over; nothing is known of it until the flags have read it. */
export type Given = Readonly<Record<string, unknown>>;

/** The arguments of a table. Each flag reads its own value, so what stands under its name has the type that it says. */
export function argumentsOf<T extends Readonly<Record<string, Readable>>>(table: T, given: Given): Arguments<T> {
  const values = Object.entries(table).map(([name, argument]) => [name, argument.read(given[name])]);
  return Object.fromEntries(values) as Arguments<T>;
}

/** What a text flag may have besides its description. */
interface TextOptions {
  readonly alias?: string;
  readonly value?: string;
  readonly completes?: Completes;
  readonly default?: string;
}

/** The last value of a flag that was given several times, as pflag takes it. */
function last(given: unknown): unknown {
  return Array.isArray(given) ? given.at(-1) : given;
}

/** A flag with one value; of several the last counts. */
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
  return { type: 'string', group, description, requiresArg: true, ...options, read };
}

/**
 * A flag that may be repeated.
 * @param options.whole whether each value is taken as it is (pflag StringArray), and not as a comma list (pflag StringSlice)
 */
export function texts(
  group: string,
  description: string,
  options: { readonly whole?: boolean } = {},
): Flag<readonly string[] | undefined> {
  const read = (given: unknown): readonly string[] | undefined => {
    if (given === undefined) return undefined;
    const values = (Array.isArray(given) ? given : [given]).map(String);
    return options.whole === true ? values : values.flatMap((value) => value.split(',')).filter((item) => item !== '');
  };
  return { type: 'string', array: true, group, description, requiresArg: true, read };
}

/** A switch of which it counts whether it was given at all: undefined where it was not. */
export function optionalToggle(group: string, description: string): Flag<boolean | undefined> {
  return { type: 'boolean', group, description, read: switched };
}

function switched(given: unknown): boolean | undefined {
  const value = last(given);
  return typeof value === 'boolean' ? value : undefined;
}

/** A switch; of several the last counts. */
export function toggle(
  group: string,
  description: string,
  options: { readonly alias?: string; readonly default?: boolean } = {},
): Flag<boolean> {
  const read = (given: unknown): boolean => switched(given) ?? options.default ?? false;
  return { type: 'boolean', group, description, ...options, read };
}
