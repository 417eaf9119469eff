import yargs, { type Argv } from 'yargs';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { normalizeArgv } from './argv.ts';
import { flags, type Verb } from './flags.ts';
import { verbs } from './verbs.ts';

const PROGRAM = 'kubectl atlas-pe';

/** What a command line asks for: a verb with its arguments, or help. */
export type Parsed =
  { readonly verb: Verb; readonly args: Readonly<Record<string, unknown>> } | { readonly help: string };

/** How yargs has to behave to read a command line as pflag does. */
const likePflag = {
  'camel-case-expansion': false,
  'boolean-negation': false,
  'dot-notation': false,
  'greedy-arrays': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
};

function build(verb: Verb, parser: Argv): Argv {
  const examples = verb.examples.map(([command, meaning]): [string, string] => [command, meaning]);
  const positional = verb.usage.replace(/[[\]]/g, '').toLowerCase();
  const withUsage = parser
    .usage(`${verb.description}.\n\nUsage: ${PROGRAM} ${verb.name}${verb.usage === '' ? '' : ` ${verb.usage}`} [flags]`)
    .example(examples);
  const described =
    positional === ''
      ? withUsage
      : withUsage.positional(positional, {
          type: 'string',
          description: 'NAME or TYPE/NAME of the object that declares the endpoint, such as ad/orders',
        });
  return verb.build(described).options(flags.cluster);
}

/**
 * Reads a command line.
 * @throws UserError for an unknown command or flag, with the nearest known one, and for a missing or surplus argument
 */
export async function parse(argv: readonly string[]): Promise<Parsed> {
  const words = normalizeArgv(argv);
  let chosen: { verb: Verb; args: Readonly<Record<string, unknown>> } | undefined;
  let help = '';
  let failure: string | undefined;
  const known: string[] = [];
  const parser = yargs()
    .scriptName(PROGRAM)
    .usage('Private endpoints from Pods to MongoDB Atlas.\n\nUsage: kubectl atlas-pe COMMAND [SOURCE] [flags]')
    .parserConfiguration(likePflag)
    .version(false)
    .help('help')
    .alias('help', 'h')
    .exitProcess(false)
    // Messages are matched below; in another locale yargs would translate them.
    .locale('en')
    .wrap(100)
    .updateStrings({ 'Examples:': 'Examples:', 'Commands:': 'Commands:', 'Options:': 'Flags:' })
    .strict()
    .fail((message: string, error: Error | undefined) => {
      if (error !== undefined && error instanceof UserError) throw error;
      failure ??= message;
    });
  for (const verb of verbs) {
    parser.command(
      `${verb.name}${verb.usage === '' ? '' : ` ${verb.usage.startsWith('[') ? '[source]' : '<source>'}`}`,
      verb.description,
      (sub) => {
        const built = build(verb, sub);
        known.push(...flagsOf(built));
        return built;
      },
      (args) => {
        chosen = { verb, args };
      },
    );
  }
  await parser.parse(words.length === 0 ? ['--help'] : words, {}, (_error: unknown, _args: unknown, output: string) => {
    help = output;
  });
  if (failure !== undefined) throw usageError(failure, words, known);
  if (chosen !== undefined) return chosen;
  return { help: `${help}\n` };
}

function flagsOf(parser: Argv): string[] {
  // yargs does not declare this method in its types; it lists every flag and alias that the command takes.
  const options = (
    parser as unknown as { getOptions(): { key: Record<string, unknown>; alias: Record<string, string[]> } }
  ).getOptions();
  return [...Object.keys(options.key), ...Object.values(options.alias).flat()];
}

/** yargs' complaints in kubectl's words. */
function usageError(message: string, words: readonly string[], known: readonly string[]): UserError {
  const verb = verbs.find((candidate) => candidate.name === words.find((word) => !word.startsWith('-')));
  const see = `See '${PROGRAM}${verb === undefined ? '' : ` ${verb.name}`} --help' for usage.`;
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  const [first] = unknown;
  if (first !== undefined) {
    const flag = words.find(
      (word) =>
        word === `--${first}` ||
        word.startsWith(`--${first}=`) ||
        word === `-${first}` ||
        word.startsWith(`-${first}=`),
    );
    if (flag !== undefined) {
      const name = flag.replace(/=.*$/, '');
      const meant = nearest(
        first,
        known.filter((candidate) => candidate.length > 1),
      );
      return new UserError(`unknown flag: ${name}`, {
        hint: `${meant === undefined ? '' : `did you mean --${meant}? `}${see}`,
      });
    }
    if (verb === undefined) {
      const meant = nearest(
        first,
        verbs.map((candidate) => candidate.name),
      );
      return new UserError(`unknown command "${first}" for "${PROGRAM}"`, {
        hint: `${meant === undefined ? '' : `did you mean "${meant}"? `}${see}`,
      });
    }
    return new UserError(`"${first}" is one argument too many`, { hint: see });
  }
  const missing = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (missing !== undefined)
    return new UserError(`flag needs an argument: ${missing.length === 1 ? '-' : '--'}${missing}`, { hint: see });
  if (message.startsWith('Not enough non-option arguments'))
    return new UserError('SOURCE is missing: the object that declares the endpoint', {
      hint: `name a deployment, such as: ${PROGRAM} ${verb?.name ?? 'up'} orders. ${see}`,
    });
  return new UserError(message, { hint: see });
}
