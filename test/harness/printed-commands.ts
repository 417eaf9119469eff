import assert from 'node:assert/strict';
import { verbs } from '../../src/cli/verbs.ts';
import type { Seen } from './seen.ts';

const START = 'kubectl atlas-pe ';

/** What no terminal copies. */
// eslint-disable-next-line no-control-regex -- finding escape sequences is what this is for
const colors = /\u001b\[[0-9;]*m/g;

/** A command of this program that it printed itself. */
export interface PrintedCommand {
  /** As it can be pasted. */
  readonly text: string;
  /** What follows `kubectl atlas-pe`, in words as a shell reads it. */
  readonly argv: readonly string[];
}

/**
 * Every command of this program in what a person saw. A command ends with its line, or where the sentence goes on: at two blanks, at a
 * full stop, and at a comma, semicolon, bracket or quotation mark behind a word.
 */
export function printedCommands(text: string): readonly PrintedCommand[] {
  return text
    .replaceAll(colors, '')
    .split('\n')
    .flatMap((line) => line.split(START).slice(1))
    .map(shellWords)
    .filter(({ argv: [verb] }) => verbs.some(({ name }) => name === verb));
}

/** Whether a command can be pasted as it is: a person has to put nothing in for words such as `SUBNET` or `…`. */
export function isComplete({ argv }: PrintedCommand): boolean {
  return !argv.some((word) => word.includes('…') || /^[A-Z][A-Z_]+(\[.*\])?$/.test(word));
}

/** A command in the form in which it changes nothing: itself if it only reads, with --dry-run if it has that; undefined for any other. */
export function harmless({ argv }: PrintedCommand): readonly string[] | undefined {
  const [verb] = argv;
  if (verb === 'delete' || verb === 'migrate') return argv.includes('--dry-run') ? argv : [...argv, '--dry-run'];
  const reads =
    verb === 'status' || verb === 'doctor' || verb === 'version' || (verb === 'secret' && !argv.includes('--refresh'));
  // What follows a change for ever has no end, and what waits for one may have none.
  return reads && !argv.some((word) => /^(-w|--watch|--wait)$/.test(word)) ? argv : undefined;
}

/**
 * What an answer says when the program refuses what was typed, whatever the cluster and the cloud hold: the flags do not fit, or more
 * has to be said. That something is missing, or has failed, or takes its time, refuses nothing.
 */
const refusals: readonly RegExp[] = [
  /^hint: See '.*--help' for usage\.$/m,
  /^(hint|error): (?:.*; )?choose (?:one )?with/m,
  /several could be meant/,
  /^hint: say it with /m,
  /^bug:|^ {4}at /m,
];

/** The printed commands that a command refused, with its answer. */
function refused({ stderr, code }: Seen): boolean {
  return code !== 0 && refusals.some((refusal) => refusal.test(stderr));
}

/**
 * Runs what a command printed for the person to type next, in the world as it is then.
 * @param typed the command that printed it, which may print itself: `go on with`
 * @param formOf the form in which a command is run; undefined for one that is not; by default each is run as it is
 * @throws AssertionError with the command and its answer, when the program refuses what it printed itself
 */
export async function runPrinted(
  { stdout, stderr }: Seen,
  typed: readonly string[],
  run: (argv: readonly string[]) => Promise<Seen>,
  formOf: (command: PrintedCommand) => readonly string[] | undefined = ({ argv }) => argv,
): Promise<void> {
  const distinct = new Map(printedCommands(`${stderr}\n${stdout}`).map((command) => [command.text, command]));
  for (const command of distinct.values()) {
    if (!isComplete(command) || command.argv.join(' ') === typed.join(' ')) continue;
    const argv = formOf(command);
    if (argv === undefined) continue;
    const seen = await run(argv);
    assert.ok(!refused(seen), `this was printed, and is refused: ${command.text}\n${seen.stderr}`);
  }
}

/** A word without its quotes, of all three kinds that a shell knows. */
function unquoted(word: string): string {
  return word.replaceAll(/\$'((?:[^'\\]|\\.)*)'|'([^']*)'|\\(.)/g, (_all, escaped?: string, plain = '', single = '') =>
    escaped === undefined ? `${plain}${single}` : ofOctal(escaped),
  );
}

/** What stands in `$'…'`, whose escapes are bytes of three octal digits, or a backslash before a character. */
function ofOctal(escaped: string): string {
  const parts = escaped.match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? [];
  const bytes = parts.map((part) =>
    /^\\[0-7]/.test(part) ? Buffer.from([Number.parseInt(part.slice(1), 8)]) : Buffer.from(part.replace(/^\\/, '')),
  );
  return Buffer.concat(bytes).toString('utf8');
}

/** The words of a command up to its end, without their quotes. */
function shellWords(rest: string): PrintedCommand {
  const argv: string[] = [];
  let end = 0;
  for (let at = 0; ; at = end + 1) {
    const word = /^(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|\\.|[^\s'\\,;()`])+(?:,[^\s',;()`]+)*/.exec(rest.slice(at))?.[0];
    if (word === undefined) break;
    const last = word.endsWith('.') && /^(\s|$)/.test(rest.slice(at + word.length));
    argv.push(unquoted(last ? word.slice(0, -1) : word));
    end = at + word.length - (last ? 1 : 0);
    if (last || rest[end] !== ' ') break;
  }
  return { text: `${START}${rest.slice(0, end)}`, argv };
}
