import { type ClusterArguments, clusterArguments } from '../args/cluster-flags.ts';
import type { Flag, Flags } from '../args/flag.ts';
import { knownFlags } from '../args/parse.ts';
import { type KnownFlags, readArgv } from '../args/pflag.ts';
import { type Verb, flagsOf } from '../verb.ts';
import { verbs } from '../verbs.ts';

/** An unfinished command line. */
export interface Typed {
  /** Undefined until one is typed. */
  readonly verb: Verb | undefined;
  /** The word in the verb's place. */
  readonly name: string | undefined;
  /** The words after it that are neither a flag nor a flag's value. */
  readonly names: readonly string[];
  /** The words before the one that is being typed. */
  readonly before: readonly string[];
  /** What is typed of the last word so far. */
  readonly partial: string;
  /** The flags that may be typed: those of the verb, or of all verbs if none is typed. */
  readonly flags: Flags;
}

/** Reads an unfinished command line. */
export function readTyped(words: readonly string[]): Typed {
  const before = words.slice(0, -1);
  const [name, ...names] = readArgv(before, knownFlags(verbs)).names;
  const verb = verbs.find((candidate) => candidate.name === name);
  const flags: Flags = verb === undefined ? Object.assign({}, ...verbs.map(flagsOf)) : flagsOf(verb);
  return { verb, name, names, before, partial: words.at(-1) ?? '', flags };
}

/** A flag whose value is being typed. */
export interface OpenFlag {
  /** Its long name; undefined of a flag that there is not. */
  readonly name: string | undefined;
  readonly flag: Flag | undefined;
  readonly partial: string;
  /** The words before the flag. */
  readonly before: readonly string[];
}

/** The flag whose value is being typed, as `--flag VALUE` or as `--flag=VALUE`; undefined if there is none. */
export function openFlag({ verb, before, partial, flags }: Typed): OpenFlag | undefined {
  if (before.includes('--')) return undefined;
  const known: KnownFlags = knownFlags(verb === undefined ? verbs : [verb]);
  // A flag that lacks its value is a problem only until the value is typed.
  const last = before.at(-1) ?? '';
  if (readArgv([last], known).problem?.code === 'value-missing')
    return { ...flagNamed(flags, last), partial, before: before.slice(0, -1) };
  const inline = /^(--[^=]+)=(.*)$/s.exec(partial);
  if (inline === null) return undefined;
  const [, name = '', value = ''] = inline;
  return { ...flagNamed(flags, name), partial: value, before };
}

function flagNamed(flags: Flags, typed: string): Pick<OpenFlag, 'name' | 'flag'> {
  const word = typed.replace(/^-+/, '');
  const letter = typed.startsWith('--') ? undefined : word.at(-1);
  const name =
    letter === undefined
      ? word
      : Object.entries(flags).find(([long, { alias }]) => alias === letter || long === letter)?.[0];
  const flag = name === undefined ? undefined : flags[name];
  return { name: flag === undefined ? undefined : name, flag };
}

/** The flags that are typed, each with all of its values. */
export function typedFlags(words: readonly string[], { flags }: Typed): Readonly<Record<string, readonly unknown[]>> {
  const given: Record<string, unknown[]> = {};
  for (const word of readArgv(words, knownFlags(verbs)).words) {
    const read = /^--?([^=]+)=(.*)$/s.exec(word);
    if (read === null) continue;
    const [, typed = '', value = ''] = read;
    const name = Object.entries(flags).find(([, { alias }]) => alias === typed)?.[0] ?? typed;
    (given[name] ??= []).push(flags[name]?.type === 'boolean' ? value === 'true' : value);
  }
  return given;
}

/** The arguments that every verb has, as far as they are typed. */
export function typedArguments(words: readonly string[], typed: Typed): ClusterArguments {
  return clusterArguments(typed.verb?.flags ?? {}, typedFlags(words, typed));
}

/** The value of a flag, where it is typed already; of several the last counts. */
export function typedValue(words: readonly string[], typed: Typed, name: string): string | undefined {
  const value = typedFlags(words, typed)[name]?.at(-1);
  return typeof value === 'string' ? value : undefined;
}
