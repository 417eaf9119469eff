import yargs from 'yargs';
import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/did-you-mean.ts';
import { type KnownFlags, type Problem, readArgv } from './pflag.ts';
import { sourceOfType } from '../../atlas/sources/lookup.ts';
import { secretTypes } from '../../kube/resource.ts';
import type { Given } from './flag.ts';
import { seeHelp } from '../hints.ts';
import { PROGRAM } from '../program.ts';
import { type Invocation, type Verb, flagsOf } from '../verb.ts';
import { verbs } from '../verbs.ts';

/** What a command line asks for: a verb with its arguments, or the help of a verb or of the whole. */
export type Parsed = Invocation | { readonly help: Verb | undefined };

/** How yargs has to behave to read a command line as pflag does. */
const likePflag = {
  'camel-case-expansion': false,
  'boolean-negation': false,
  'dot-notation': false,
  'greedy-arrays': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
};

/** The flags of some verbs by name and by letter. */
export function knownFlags(of: readonly Verb[]): KnownFlags {
  const known = new Map<string, 'value' | 'switch'>([
    ['help', 'switch'],
    ['h', 'switch'],
  ]);
  for (const [name, flag] of of.flatMap((verb) => Object.entries(flagsOf(verb)))) {
    for (const spelling of [name, flag.alias])
      if (typeof spelling === 'string') known.set(spelling, flag.type === 'boolean' ? 'switch' : 'value');
  }
  return known;
}

/**
 * Reads a command line.
 * @throws UserError for an unknown command or flag, with the nearest known one, and for a missing or surplus argument
 */
export async function parse(argv: readonly string[]): Promise<Parsed> {
  // Which verb it is must be known before it is known which flags it takes.
  const [first = 'help', second] = readArgv(argv, knownFlags(verbs)).names;
  const verb = verbs.find(({ name }) => name === (first === 'help' ? second : first));
  const { words, problem } = readArgv(argv, knownFlags(verb === undefined ? verbs : [verb]));
  const end = words.indexOf('--');
  const flags = end < 0 ? words : words.slice(0, end);
  if (first === 'help' || flags.includes('--help=true') || flags.includes('-h=true')) {
    if (verb === undefined && first !== 'help') throw unknownCommand(first);
    if (first === 'help' && second !== undefined && verb === undefined) throw unknownCommand(second);
    if (problem !== undefined && first === 'help') throw flagError(problem, verb);
    return { help: verb };
  }
  if (verb === undefined) throw unknownCommand(first);
  if (problem !== undefined) throw flagError(problem, verb);
  return verb.read(await readArguments(verb, words));
}

/** Has yargs read the words, which refuses what the verb does not take. */
async function readArguments(verb: Verb, words: readonly string[]): Promise<Given> {
  let args: Given | undefined;
  let failure: string | undefined;
  const [positional] = Object.keys(verb.positional);
  const usage = verb.usage.startsWith('[') ? `[${positional}]` : `<${positional}>`;
  const parser = yargs()
    .parserConfiguration(likePflag)
    .version(false)
    .help(false)
    .exitProcess(false)
    // Messages are matched below; in another locale yargs would translate them.
    .locale('en')
    .strict()
    .fail((message: string, error: Error | undefined) => {
      if (error !== undefined && error instanceof UserError) throw error;
      failure ??= message;
    })
    .command(
      // The default command: for a named one yargs makes a help text each time, which takes 10 ms, and ours is another.
      positional === undefined ? '$0' : `$0 ${usage}`,
      verb.description,
      (sub) => (positional === undefined ? sub : sub.positional(positional, { type: 'string' })).options(flagsOf(verb)),
      (read) => {
        args = read;
      },
    );
  await parser.parse(typeAndName(verb, argumentWords(words)));
  if (failure !== undefined || args === undefined) throw usageError(failure ?? 'it cannot be read', verb);
  return args;
}

/** The words without the verb: flags are one word each here, so it is the first other one. */
function argumentWords(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !word.startsWith('-'));
  return words.toSpliced(at, 1);
}

/** `TYPE NAME` as the `TYPE/NAME` that kubectl takes it for, where the verb is about an object. */
function typeAndName({ positional }: Verb, words: readonly string[]): readonly string[] {
  const [first, second] = words.flatMap((word, at) => (word.startsWith('-') ? [] : [at]));
  if (positional['source'] === undefined || first === undefined || second === undefined) return words;
  const [type = '', name = ''] = [words[first], words[second]];
  if (!isType(type) || name.includes('/')) return words;
  return words.toSpliced(second, 1).with(first, `${type}/${name}`);
}

/** Whether a word is a type of object that a verb may be about. */
function isType(word: string): boolean {
  return sourceOfType(word.toLowerCase()) !== undefined || secretTypes.includes(word.toLowerCase());
}

function unknownCommand(word: string): UserError {
  const meant = nearest(
    word,
    verbs.map(({ name }) => name),
  );
  return new UserError(`unknown command "${word}" for "${PROGRAM}"`, {
    hint: `${meant === undefined ? '' : `did you mean "${meant}"? `}${seeHelp(undefined)}`,
  });
}

function flagError({ unknown, message }: Problem, verb: Verb | undefined): UserError {
  const meant =
    unknown === undefined || unknown.length === 1 || verb === undefined
      ? undefined
      : nearest(unknown, Object.keys(flagsOf(verb)));
  return new UserError(message, {
    hint: `${meant === undefined ? '' : `did you mean --${meant}? `}${seeHelp(verb?.name)}`,
  });
}

/** yargs' complaints about what is left, the positional arguments, in our words. */
function usageError(message: string, verb: Verb): UserError {
  const surplus = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(', ')[0];
  if (surplus !== undefined)
    return new UserError(`"${surplus}" is one argument too many`, { hint: seeHelp(verb.name) });
  const choices = Object.values(verb.positional)[0]?.choices;
  if (message.startsWith('Not enough non-option arguments') && choices !== undefined)
    return new UserError(`${verb.usage} is missing: one of ${choices.join(', ')}`, { hint: seeHelp(verb.name) });
  if (message.startsWith('Not enough non-option arguments'))
    return new UserError('SOURCE is missing: the object that declares the endpoint', {
      hint: ['name a deployment, such as: ', { verb: verb.name, source: 'orders' }, `. ${seeHelp(verb.name)}`],
    });
  return new UserError(message, { hint: seeHelp(verb.name) });
}
