import type { Readable } from './flag.ts';

/** The argument that stands after the verb. */
export interface Positional<V extends string | undefined = string | undefined> extends Readable<V> {
  /** As the usage shows it, such as `SOURCE` or `[SOURCE]`. */
  readonly usage: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** What it may be, where that is no object's name. */
  readonly choices?: readonly string[];
}

/** Positional arguments by name; yargs is told of one at most. */
export type Positionals = Readonly<Record<string, Positional>>;

/** An argument without which a command line is refused. */
export function required(label: string, choices?: readonly string[]): Positional<string> {
  const read = (given: unknown): string => {
    if (typeof given !== 'string') throw new Error(`a command line without ${label} was not refused`);
    return given;
  };
  return { usage: label, optional: false, read, ...(choices === undefined ? {} : { choices }) };
}

/** An argument that may be left out. */
export function optional(label: string): Positional {
  return { usage: `[${label}]`, optional: true, read: (given) => (typeof given === 'string' ? given : undefined) };
}
