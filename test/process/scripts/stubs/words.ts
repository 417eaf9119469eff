/** How a command line's own words are read by a program that stands in for it: what its documentation has, and nothing else. */

/** What a flag takes: nothing, a value, or every word up to the next flag. */
export type Takes = 'nothing' | 'one' | 'many';

/** A command as it is documented, as far as the stub carries it out. */
export interface Documented {
  readonly flags: Readonly<Record<string, Takes>>;
  /** Flags of which a command cannot do without. */
  readonly required?: readonly string[];
  /** How many words stand beside the flags. */
  readonly names?: 'one' | 'some';
}

/** What was typed. */
export class Typed {
  readonly names: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(names: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.names = names;
    this.#values = values;
  }

  has(flag: string): boolean {
    return this.#values.has(flag);
  }

  /** The words of a flag; none if it was not given. */
  all(flag: string): readonly string[] {
    return this.#values.get(flag) ?? [];
  }

  /** The value of a flag; empty if it was not given. */
  one(flag: string): string {
    return this.all(flag)[0] ?? '';
  }
}

/** The command line does not have this. */
export class Refused extends Error {}

/** The command that words begin with, and the rest of them. @throws Refused for an unknown one */
export function commandIn<C extends Documented>(
  commands: Readonly<Record<string, C>>,
  args: readonly string[],
): { readonly command: C; readonly rest: readonly string[] } {
  const found = Object.entries(commands).find(([name]) => args.join(' ').startsWith(`${name} `));
  if (found === undefined) throw new Refused(`no such command: ${args.join(' ')}`);
  const [name, command] = found;
  return { command, rest: args.slice(name.split(' ').length) };
}

/** Reads what follows a command. @throws Refused for a word that the command does not have, or one that is missing */
export function read({ flags, required = [], names }: Documented, words: readonly string[]): Typed {
  const values = new Map<string, string[]>();
  const beside: string[] = [];
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (!word.startsWith('--')) {
      beside.push(word);
      continue;
    }
    const takes = flags[word.slice(2)];
    if (takes === undefined || values.has(word.slice(2))) throw new Refused(`unrecognized arguments: ${word}`);
    values.set(word.slice(2), takenBy(word, takes, rest));
  }
  const missing = required.filter((flag) => !values.has(flag));
  if (missing.length > 0) throw new Refused(`the following arguments are required: --${missing.join(', --')}`);
  const fits = names === undefined ? beside.length === 0 : names === 'one' ? beside.length === 1 : beside.length > 0;
  if (!fits) throw new Refused(`unrecognized arguments: ${beside.join(' ')}`);
  return new Typed(beside, values);
}

/** Takes the words of a flag off what follows it. @throws Refused if there are none */
function takenBy(flag: string, takes: Takes, rest: string[]): string[] {
  if (takes === 'nothing') return [];
  const next = rest.findIndex((word) => word.startsWith('--'));
  const most = takes === 'one' ? 1 : rest.length;
  const taken = rest.splice(0, Math.min(most, next < 0 ? rest.length : next));
  if (taken.length === 0) throw new Refused(`argument ${flag}: expected one argument`);
  return taken;
}
