import { type ClusterArguments, clusterArguments, clusterFlags } from './args/cluster-flags.ts';
import { type Arguments, type FlagValue, type Flags, type Given, argumentsOf } from './args/flag.ts';
import type { Positionals } from './args/positional.ts';
import type { VerbContext } from './context.ts';

/** A command line and what it does. */
export type Example = readonly [command: string, meaning: string];

/** What is known of a verb without what it does, which is loaded when it is done. */
export interface VerbFacts<P extends Positionals, F extends Flags> {
  /** The positional argument under its name, if there is one. */
  readonly positional: P;
  readonly description: string;
  readonly examples: readonly [Example, ...Example[]];
  /** Its own flags, without the flags that every verb takes. */
  readonly flags: F;
}

/** The arguments of a verb with these facts. */
export type ArgumentsOf<Facts> = Facts extends () => VerbFacts<infer P, infer F>
  ? Arguments<P> & Arguments<F> & ClusterArguments
  : never;

/** Does what a verb is for. @returns the exit code */
type Perform<P extends Positionals, F extends Flags> = (
  args: Arguments<P> & Arguments<F> & ClusterArguments,
  context: VerbContext,
  verb: Verb,
) => Promise<number>;

/** A command of this program, whatever its arguments are. */
export interface Verb extends VerbFacts<Positionals, Flags> {
  readonly name: string;
  /** The positional part of the usage, such as `SOURCE`; empty if there is none. */
  readonly usage: string;
  /** Reads the verb's arguments from what yargs returns. */
  readonly read: (given: Given) => Invocation;
}

/** A verb with the arguments of a command line. */
export interface Invocation {
  readonly verb: Verb;
  /** The arguments that every verb has. */
  readonly args: ClusterArguments;
  /** The values of the verb's own flags. */
  readonly values: Readonly<Record<string, FlagValue>>;
  /** @returns the exit code */
  readonly run: (context: VerbContext) => Promise<number>;
  /** The same with a value for a flag; undefined if the verb has no such flag, or if it is already given. */
  readonly choosing: (flag: string) => ((value: string) => Invocation) | undefined;
}

/**
 * The facts of a verb, from whose flags and positional argument the types of its arguments follow.
 * @param state states them, once somebody asks: most command lines are of one verb
 */
export function verbFacts<const P extends Positionals, const F extends Flags>(
  state: () => VerbFacts<P, F>,
): () => VerbFacts<P, F> {
  let stated: VerbFacts<P, F> | undefined;
  return () => (stated ??= state());
}

/** A verb that asks for its facts when somebody asks for one of them. */
function described(name: string, facts: () => VerbFacts<Positionals, Flags>, read: Verb['read']): Verb {
  return {
    name,
    read,
    get positional() {
      return facts().positional;
    },
    get description() {
      return facts().description;
    },
    get examples() {
      return facts().examples;
    },
    get flags() {
      return facts().flags;
    },
    get usage() {
      return Object.values(facts().positional)
        .map((each) => each.usage)
        .join(' ');
    },
  };
}

/** Makes a verb. @param load loads what it does */
export function defineVerb<P extends Positionals, F extends Flags>(
  name: string,
  facts: () => VerbFacts<P, F>,
  load: () => Promise<Perform<P, F>>,
): Verb {
  const read = (given: Given): Invocation => {
    const { positional, flags } = facts();
    const args = {
      ...argumentsOf(positional, given),
      ...argumentsOf(flags, given),
      ...clusterArguments(flags, given),
    };
    const values: Invocation['values'] = argumentsOf<Flags>(flags, given);
    return {
      verb,
      args,
      values,
      run: async (context) => (await load())(args, context, verb),
      choosing: (flag) =>
        flags[flag] === undefined || values[flag] !== undefined
          ? undefined
          : (value) => read({ ...given, [flag]: value }),
    };
  };
  const verb = described(name, facts, read);
  return verb;
}

/** All flags of a verb, its own first. */
export function flagsOf({ flags }: Verb): Flags {
  return { ...flags, ...clusterFlags(flags) };
}
