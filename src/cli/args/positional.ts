import type { SourceKind } from '../../atlas/sources/types.ts';
import type { Readable } from './flag.ts';

/** The value of a positional argument: several words for one that may be repeated. */
type PositionalValue = string | readonly string[] | undefined;

/** The argument that follows the verb. */
export interface Positional<V extends PositionalValue = PositionalValue> extends Readable<V> {
  /** How the usage shows it, such as `SOURCE` or `[SOURCE]`. */
  readonly usage: string;
  /** Whether it may be omitted. */
  readonly optional: boolean;
  /** Whether it takes all words that are left. */
  readonly repeats?: boolean;
  /** The values it may have, if it is not an object's name. */
  readonly choices?: readonly string[];
  /** The only kind of object that it names, such as `atlasproject`; undefined for any that declares endpoints. */
  readonly kind?: SourceKind;
}

/** Positional arguments by name, in the order of the command line. */
export type Positionals = Readonly<Record<string, Positional>>;

/** An argument that a command line must have. */
export function required(label: string, choices?: readonly string[]): Positional<string> {
  const read = (given: unknown): string => {
    if (typeof given !== 'string') throw new Error(`a command line without ${label} was not refused`);
    return given;
  };
  return { usage: label, optional: false, read, ...(choices === undefined ? {} : { choices }) };
}

/** An object of one kind that a command line must name. */
export function requiredOf(label: string, kind: SourceKind): Positional<string> {
  return { ...required(label), kind };
}

/** An argument that may be omitted. */
export function optional(label: string): Positional<string | undefined> {
  return { usage: `[${label}]`, optional: true, read: (given) => (typeof given === 'string' ? given : undefined) };
}

/** An argument that may be repeated, and that a selector may stand for. The verb asks for it where neither is given. */
export function oneOrMore(label: string): Positional<readonly string[]> {
  return { usage: `${label}...`, optional: true, repeats: true, read: words };
}

/** An argument that may be omitted or repeated. */
export function several(label: string): Positional<readonly string[]> {
  return { usage: `[${label}...]`, optional: true, repeats: true, read: words };
}

function words(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.map(String) : [];
}
