import { Parser } from 'yargs/helpers';
import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/did-you-mean.ts';
import {
  type KeepFlag,
  type KnownFlags,
  type Problem,
  commandLineOf,
  maskedWords,
  readArgv,
  withOneOperand,
} from './pflag.ts';
import { sourceKindOf } from '../../atlas/sources/types.ts';
import { secretTypes } from '../../kube/resource.ts';
import { idleFlags } from './idle-flags.ts';
import type { ChoiceOfWords, Flag, Given } from './flag.ts';
import type { Positional } from './positional.ts';
import { seeHelp } from '../hints.ts';
import { PROGRAM } from '../program.ts';
import { type Invocation, type Verb, flagsOf } from '../verb.ts';
import { verbs } from '../verbs.ts';
import { synonyms } from './synonyms.ts';

/** What a command line asks for: a verb with its arguments, which may lack the SOURCE, and what to warn of; or the help of a verb or of the program. */
export type Parsed =
  | (Invocation & { readonly idle: readonly string[] })
  | { readonly sourceless: Invocation }
  | { readonly help: Verb | undefined };

/** The settings with which yargs reads a command line as pflag does. */
const likePflag = {
  'camel-case-expansion': false,
  'boolean-negation': false,
  'dot-notation': false,
  'greedy-arrays': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
};

/** The flags of the given verbs by name and by letter. */
export function knownFlags(of: readonly Verb[]): KnownFlags {
  const known = new Map<string, 'value' | 'switch' | ChoiceOfWords>([
    ['help', 'switch'],
    ['h', 'switch'],
  ]);
  for (const [name, flag] of of.flatMap((verb) => Object.entries(flagsOf(verb)))) {
    for (const spelling of [name, flag.alias])
      if (typeof spelling === 'string')
        known.set(spelling, flag.choice ?? (flag.type === 'boolean' ? 'switch' : 'value'));
  }
  return known;
}

/**
 * Reads a command line.
 * @throws UserError for an unknown command or flag, with the nearest known one, and for a missing or surplus argument
 */
export function parse(argv: readonly string[]): Parsed {
  if (argv[0] === '--version') return parse(['version', '--client', ...argv.slice(1)]);
  // The verb has to be known first: it determines which flags there are.
  const [first = 'help', second] = typedNames(argv);
  const verb = verbNamed(first === 'help' ? second : first);
  const { words, problem } = readArgv(argv, knownFlags(verb === undefined ? verbs : [verb]));
  const end = words.indexOf('--');
  const flags = end < 0 ? words : words.slice(0, end);
  if (first === 'help' || flags.findLast((word) => /^(--help|-h)=/.test(word))?.endsWith('=true') === true) {
    if (verb === undefined && first !== 'help') throw unknownCommand(first, argv);
    if (first === 'help' && second !== undefined && verb === undefined) throw unknownCommand(second, argv);
    if (problem !== undefined && first === 'help') throw flagError(problem, verb);
    return { help: verb };
  }
  if (verb === undefined) throw unknownCommand(first, argv);
  if (problem !== undefined) throw flagError(problem, verb);
  const given = readArguments(verb, words);
  const lacksSource = verb.positional['source']?.optional === false && given['source'] === '';
  const invocation = verb.read(given);
  return lacksSource
    ? { sourceless: invocation }
    : { ...invocation, idle: idleFlags(namesGiven(verb, words), invocation.values) };
}

/** The words of a command line that are no flags; of one that begins with a verb that alone, because most do. */
function typedNames(argv: readonly string[]): readonly string[] {
  const verb = verbNamed(argv[0]);
  return verb === undefined ? readArgv(argv, knownFlags(verbs)).names : [verb.name];
}

function verbNamed(word: string | undefined): Verb | undefined {
  return verbs.find(({ name }) => name === word);
}

/** The flags that choose objects, which a name does for one object. */
const choosing: readonly string[] = ['l', 'selector', 'field-selector'];

/** A command line as it would be typed for one of its objects. @param keep what becomes of the flags */
export function lineFor(
  { source, keep }: { readonly source: string; readonly keep: KeepFlag },
  argv: readonly string[],
  verb: Verb,
): string {
  const kept: KeepFlag = (name, value) => (choosing.includes(name) ? undefined : keep(name, value));
  return commandLineOf(withOneOperand(argv, knownFlags([verb]), source, kept));
}

/** The long names of the flags on a command line. */
function namesGiven(verb: Verb, words: readonly string[]): ReadonlySet<string> {
  const known = Object.entries(flagsOf(verb));
  const typed = split(verb, words).flags.map((word) => word.replace(/^--?([^=]*).*$/s, '$1'));
  return new Set(typed.map((name) => known.find(([, { alias }]) => alias === name)?.[0] ?? name));
}

/**
 * The values of the flags and of the positional argument. Unknown flags and the number of arguments are checked before yargs reads the
 * flags, in our own words, so that nothing depends on the text of its messages.
 * @returns an empty SOURCE if it is missing
 * @throws UserError for another argument that is missing, or one too many
 */
function readArguments(verb: Verb, words: readonly string[]): Given {
  const { flags, operands } = split(verb, words);
  const positionals = Object.entries(verb.positional);
  const repeats = positionals.some(([, positional]) => positional.repeats);
  const surplus = repeats ? undefined : operands[positionals.length];
  if (surplus !== undefined) throw new UserError(`unexpected argument "${surplus}"`, { hint: seeHelp(verb.name) });
  const given = positionals.map(([name, positional], at) => {
    if (operands[at] === undefined && name === 'source' && !positional.optional) return [name, ''];
    if (operands[at] === undefined && !positional.optional) throw missingArgument(verb, positional);
    return [name, positional.repeats === true ? operands.slice(at) : operands[at]];
  });
  return { ...readFlags(verb, flags), ...Object.fromEntries(given) };
}

/** The flags of a command line, and its other words without the verb; all that follows `--` is no flag. */
function split(
  verb: Verb,
  words: readonly string[],
): { readonly flags: readonly string[]; readonly operands: readonly string[] } {
  const end = words.indexOf('--');
  const [before, after] = end < 0 ? [words, []] : [words.slice(0, end), words.slice(end + 1)];
  const [, ...names] = before.filter((word) => !isFlag(word));
  return { flags: before.filter(isFlag), operands: typeAndName(verb, [...names, ...after]) };
}

function isFlag(word: string): boolean {
  return /^-./.test(word);
}

function readFlags(verb: Verb, words: readonly string[]): Given {
  if (words.length === 0) return {};
  const known = Object.entries(flagsOf(verb));
  const named = (which: (flag: Flag) => boolean): string[] =>
    known.filter(([, flag]) => which(flag)).map(([name]) => name);
  return Parser(
    words.map((word) => inQuotes(word, known)),
    {
      string: named(({ type }) => type === 'string'),
      boolean: named(({ type }) => type === 'boolean'),
      array: named(({ array }) => array === true),
      configuration: likePflag,
    },
  );
}

/**
 * A flag by its long name, with its value in quotes. Of what follows `--flag=` yargs takes a pair of quotes off; without these it would take
 * the value's own.
 */
function inQuotes(word: string, known: readonly (readonly [name: string, flag: Flag])[]): string {
  const [, typed = '', value = ''] = /^--?([^=]+)=(.*)$/s.exec(word) ?? [];
  const name = known.find(([, { alias }]) => alias === typed)?.[0] ?? typed;
  return `--${name}="${value}"`;
}

function missingArgument({ name, usage }: Verb, { choices = [] }: Positional): UserError {
  return new UserError(`${usage} is missing: one of ${choices.join(', ')}`, { hint: seeHelp(name) });
}

/** Turns `TYPE NAME` into `TYPE/NAME`, which means the same in kubectl, if the verb takes an object; of several names, each. */
function typeAndName({ positional }: Verb, operands: readonly string[]): readonly string[] {
  const [type = '', name, ...others] = operands;
  if (positional['source'] === undefined || name === undefined) return operands;
  if (!isType(type) || name.includes('/')) return operands;
  const more = positional['source'].repeats === true;
  return [`${type}/${name}`, ...others.map((each) => (more ? `${type}/${each}` : each))];
}

/** Whether a word is a type of object that a verb takes. */
function isType(word: string): boolean {
  return sourceKindOf(word.toLowerCase()) !== undefined || secretTypes.includes(word.toLowerCase());
}

function unknownCommand(word: string, argv: readonly string[]): UserError {
  const known = verbs.map(({ name }) => name);
  const verb = known.find((name) => name === synonyms[word]) ?? nearest(word, known);
  const others = maskedWords(argv).filter((_, at) => at !== argv.indexOf(word) && at !== argv.indexOf('help'));
  return new UserError(`unknown command "${word}" for "${PROGRAM}"`, {
    hint:
      verb === undefined
        ? seeHelp(undefined)
        : ['did you mean: ', { verb, more: argv.includes('help') ? [...others, '--help'] : others }],
  });
}

function flagError({ unknown, message }: Problem, verb: Verb | undefined): UserError {
  const suggestion =
    unknown === undefined || unknown.length === 1 || verb === undefined
      ? undefined
      : nearest(unknown, Object.keys(flagsOf(verb)));
  return new UserError(message, {
    hint: `${suggestion === undefined ? '' : `did you mean --${suggestion}? `}${seeHelp(verb?.name)}`,
  });
}
