import type { Options } from 'yargs';

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

/** A flag: yargs' own description, and what help and completion have to know. */
export interface Flag extends Options {
  readonly group: string;
  readonly description: string;
  /** The name of the value in the help; the last word of the flag's own when left out. */
  readonly value?: string;
  readonly completes?: Completes;
}

/** Flags by their long name. */
export type Flags = Readonly<Record<string, Flag>>;

/** What a text flag may have besides its description. */
export interface TextOptions {
  readonly alias?: string;
  readonly value?: string;
  readonly completes?: Completes;
  readonly default?: string;
}

/** The last value of a flag that was given several times, as pflag takes it. */
function last(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

/** A flag with one value; of several the last counts. */
export function text(group: string, description: string, options: TextOptions = {}): Flag {
  return { type: 'string', group, description, requiresArg: true, coerce: last, ...options };
}

/** A flag that may be repeated, and whose value may be a comma list (pflag StringSlice). */
export function texts(group: string, description: string): Flag {
  return {
    type: 'string',
    array: true,
    group,
    description,
    requiresArg: true,
    coerce: (given: unknown) =>
      (Array.isArray(given) ? given : [given]).flatMap((item) => String(item).split(',')).filter((item) => item !== ''),
  };
}

/** A flag that may be repeated, and whose value is taken as it is (pflag StringArray). */
export function wholeTexts(group: string, description: string): Flag {
  return {
    ...texts(group, description),
    coerce: (given: unknown) => (Array.isArray(given) ? given : [given]).map(String),
  };
}

/** A switch; of several the last counts. */
export function toggle(
  group: string,
  description: string,
  options: { readonly alias?: string; readonly default?: boolean } = {},
): Flag {
  return { type: 'boolean', group, description, coerce: last, ...options };
}
