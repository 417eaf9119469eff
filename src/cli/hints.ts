import {
  type FlagWords,
  type Hint,
  type NextCommand,
  type OwnCommand,
  type Word,
  joined,
} from '../core/next-command.ts';
import { type ClusterArguments, kubeconfigUserFlag } from './args/cluster-flags.ts';
import { flags as groups } from './args/flag-groups.ts';
import { shellQuote } from './args/pflag.ts';
import { type Piece, printPieces } from '../output/escape.ts';
import type { Context, VerbContext } from './context.ts';
import { PROGRAM } from './program.ts';
import type { Invocation, Verb } from './verb.ts';

/** A token does not belong in any log: whoever pastes the command has to fill it in. */
const masked: Word = { placeholder: '…' };

/**
 * Makes the function that turns hints into text. Their commands carry the typed flags that determine where a command acts.
 * @param typed undefined before the command line is read
 * @param verbs all verbs, to know which of them takes which flags
 */
export function hintWriter(typed: Invocation | undefined, verbs: readonly Verb[]): (hint: Hint) => string {
  const write = (part: string | NextCommand): string => {
    if (typeof part === 'string') return part;
    if ('shell' in part) return part.shell.map(wordText).join(' ');
    return 'kubectl' in part ? kubectlText(part.kubectl, typed) : ownText(part, typed, verbs);
  };
  return (hint) => (typeof hint === 'string' ? hint : hint.map(write).join(''));
}

function ownText(command: OwnCommand, typed: Invocation | undefined, verbs: readonly Verb[]): string {
  const verb = verbs.find(({ name }) => name === command.verb);
  const { source, flags = {}, more = [] } = command;
  const everywhere = flags['A'] === true || flags['all-namespaces'] === true;
  const namespace = command.namespace ?? (everywhere ? undefined : typed?.args.namespace);
  const carried =
    typed === undefined
      ? {}
      : { ...connectionFlags(typed.args, kubeconfigUserFlag(verb?.flags ?? {})), ...accountFlags(typed, verb) };
  const words = [
    command.verb,
    ...(source === undefined ? [] : [source]),
    ...flagWords({ n: namespace === '' ? undefined : namespace }),
    ...flagWords(flags),
    ...flagWords(without(carried, flags)),
    ...more,
  ];
  return [PROGRAM, ...words.map(wordText)].join(' ');
}

function kubectlText(words: readonly Word[], typed: Invocation | undefined): string {
  const given = words.filter((word) => typeof word === 'string');
  const placed = given.some((word) => /^(-A|--all-namespaces|-n.*|--namespace(=.*)?)$/s.test(word));
  const namespace = placed || typed?.args.namespace === '' ? undefined : typed?.args.namespace;
  const carried = typed === undefined ? {} : flagsOfFile(given, connectionFlags(typed.args, 'user'));
  // What follows -- is the command of somebody else.
  const end = words.indexOf('--');
  const [own, others] = end < 0 ? [words, []] : [words.slice(0, end), words.slice(end)];
  const where = given[0] === 'config' ? undefined : namespace;
  const all = [...own, ...flagWords({ n: where }), ...flagWords(carried), ...others];
  return ['kubectl', ...all.map(wordText)].join(' ');
}

/** Of the flags to carry, those that a command takes: `kubectl config` reads a file, and of a context only with --minify. */
function flagsOfFile(given: readonly string[], carried: FlagWords): FlagWords {
  if (given[0] !== 'config') return carried;
  return {
    kubeconfig: given.includes('--kubeconfig') ? undefined : carried['kubeconfig'],
    context: given.includes('--minify') ? carried['context'] : undefined,
  };
}

/** The typed flags that choose the cluster, and as whom to ask it. @param user what the flag of the kubeconfig user is called */
function connectionFlags(args: ClusterArguments, user: string): FlagWords {
  return {
    kubeconfig: args.kubeconfig,
    context: args.context,
    cluster: args.cluster,
    [user]: args['kubeconfig-user'],
    server: args.server,
    'certificate-authority': args['certificate-authority'],
    'tls-server-name': args['tls-server-name'],
    'insecure-skip-tls-verify': args['insecure-skip-tls-verify'] ? true : undefined,
    token: args.token === undefined || args.token === '' ? undefined : masked,
    'client-certificate': args['client-certificate'],
    'client-key': args['client-key'],
    as: args.as,
    'as-group': args['as-group'],
    'as-uid': args['as-uid'],
    'as-user-extra': args['as-user-extra'],
  };
}

/** The typed flags that choose the cloud account, if both verbs have the same flag: --region means something else on `secret`. */
function accountFlags(typed: Invocation, verb: Verb | undefined): FlagWords {
  const shared = Object.entries(groups.account).filter(
    ([name, flag]) => typed.verb.flags[name] === flag && verb?.flags[name] === flag,
  );
  return Object.fromEntries(
    shared.map(([name]) => {
      const value = typed.values[name];
      return [name, typeof value === 'boolean' ? value || undefined : value];
    }),
  );
}

function without(carried: FlagWords, given: FlagWords): FlagWords {
  return Object.fromEntries(Object.entries(carried).filter(([name]) => given[name] === undefined));
}

/** Flags as words. A flag with an empty value is left out. */
function flagWords(flags: FlagWords): readonly Word[] {
  return Object.entries(flags).flatMap(([name, value]): readonly Word[] => {
    const flag = name.length === 1 ? `-${name}` : `--${name}`;
    if (value === undefined || value === '') return [];
    if (value === true) return [flag];
    return isList(value) ? value.flatMap((each) => [flag, each]) : [flag, value];
  });
}

function isList(value: Word | readonly Word[]): value is readonly Word[] {
  return Array.isArray(value);
}

function wordText(word: Word): string {
  return typeof word === 'string' ? shellQuote(word) : word.placeholder;
}

/** Where the flags of a command are explained. @param verb its name; undefined for the program */
export function seeHelp(verb: string | undefined): string {
  return `See '${PROGRAM}${verb === undefined ? '' : ` ${verb}`} --help' for usage.`;
}

/** The hint to run one of several commands. */
export function chooseWith(commands: readonly NextCommand[]): Hint {
  return ['choose with: ', ...joined(commands, '  or: ')];
}

/** Commands of which one is to be run. */
export function oneOf(commands: readonly NextCommand[]): readonly (string | NextCommand)[] {
  return commands.flatMap((command, at) => (at === 0 ? [command] : ['  or: ', command]));
}

/** The command as it was typed, plus a flag that it lacked. */
export function againWith(flag: string, { commandLine }: Pick<Context, 'commandLine'>): string {
  return `${commandLine} ${flag}`;
}

/** The command as it was typed, with other flags in place of one that is a switch. */
export function withInstead(flags: string, typed: string, { commandLine }: Pick<Context, 'commandLine'>): NextCommand {
  const words = commandLine.replace(new RegExp(` ${typed}(=\\S+)?(?= |$)`), '');
  return { shell: [{ placeholder: `${words} ${flags}` }] };
}

/** The hint for an unfinished wait: nothing has to be undone, and the same command continues. */
export function resumeHint({ commandLine }: Pick<Context, 'commandLine'>): string {
  return `safe to resume with: ${commandLine}`;
}

/** The command as it was typed, of a verb that waits only if it is asked to. */
export function againWaiting(context: Pick<Context, 'commandLine'>): string {
  return againWith('--wait', { commandLine: withoutNoWait(context) });
}

function withoutNoWait({ commandLine }: Pick<Context, 'commandLine'>): string {
  return commandLine.replace(/ --wait=(0|f|F|false|FALSE|False)(?= |$)/, '');
}

/** What --wait=false says about the step before which it stopped. @param next the step, or the state in which it was seen */
export function stoppedBefore(next: string, context: Pick<Context, 'commandLine'>): string {
  return `stopped because of --wait=false (next: ${next}); continue with: ${withoutNoWait(context)}`;
}

/** A hint in pieces, in which its commands stand out. */
export function hintPieces(hint: Hint, { hintText }: Pick<VerbContext, 'hintText'>): readonly Piece[] {
  const parts = typeof hint === 'string' ? [hint] : hint;
  return parts.map((part) => {
    const text = hintText([part]);
    return typeof part === 'string' ? { text } : { text, look: 'command' };
  });
}

/**
 * A hint line by line: what follows a command behind two blanks, such as another command, is a line of its own, so that each command can be
 * copied whole.
 */
export function hintLines(hint: Hint): readonly Hint[] {
  if (typeof hint === 'string') return [hint];
  const lines: (string | NextCommand)[][] = [[]];
  for (const part of hint) {
    if (typeof part === 'string' && part.startsWith('  ')) lines.push([part]);
    else lines.at(-1)?.push(part);
  }
  return lines.filter(({ length }) => length > 0);
}

/**
 * Prints a hint on stderr.
 * @param before what its first line begins with
 * @param below what the others begin with; they are set in already
 */
export function printHint(hint: Hint, context: VerbContext, before = '', below = ''): void {
  for (const [at, line] of hintLines(hint).entries()) {
    const lead = at === 0 ? before : below;
    printPieces(context.stderr, context.screen.style, [{ text: lead }, ...hintPieces(line, context)]);
  }
}
