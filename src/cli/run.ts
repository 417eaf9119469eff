import { momentAfter, unlessAborted } from '../core/abort.ts';
import { UserError, exitCodes } from '../core/errors.ts';
import { forPeople, printLine } from '../output/escape.ts';
import type { Context, VerbContext } from './context.ts';
import { parse } from './args/parse.ts';
import { runAsking } from './ask.ts';
import type { Warn } from '../atlas/secret/refresh/left-marks.ts';
import { hintWriter, resumeHint } from './hints.ts';
import { PROGRAM } from './program.ts';
import { verbs } from './verbs.ts';
import { hintOf, messageOf } from './words/errors.ts';

/** Messages that kubectl prints without the prefix "error:" (kubectl pkg/cmd/util/helpers.go). */
const asIs = /^(Error from server|Unable to connect|The connection to the server)/;

/**
 * Runs one command line.
 * @returns the exit code: 0, 1 for a failure, 124 for a timeout, 130 for Ctrl-C
 */
export async function run(argv: readonly string[], process: Context): Promise<number> {
  const { ask } = process;
  const context: Context = ask === undefined ? process : { ...process, ask: (question) => ask(forPeople(question)) };
  let session: VerbContext = { ...context, hintText: hintWriter(undefined, verbs) };
  try {
    const [first, ...words] = argv;
    // The first one is what kubectl's protocol has, the second one what our own scripts call.
    if (first === '__complete' || first === '__completeQuoting') {
      const { complete } = await import('./completion/complete.ts');
      context.stdout.write(await complete(words, first === '__completeQuoting', context));
      return exitCodes.ok;
    }
    const parsed = await parse(argv);
    if ('help' in parsed) {
      const [{ helpText }, { readableWidth }] = await Promise.all([import('./help.ts'), import('../output/layout.ts')]);
      context.stdout.write(helpText(parsed.help, readableWidth(context.stdout)));
      return exitCodes.ok;
    }
    if ('sourceless' in parsed) {
      session = { ...context, hintText: hintWriter(parsed.sourceless, verbs) };
      const { missingSource } = await import('./completion/missing-source.ts');
      throw await missingSource(parsed.sourceless, session);
    }
    const ends: ((warn: Warn) => Promise<void>)[] = [];
    session = { ...context, hintText: hintWriter(parsed, verbs), atEnd: (task) => void ends.push(task) };
    return await endedBySignal(context, withEnds(runAsking(parsed, session), ends, warner(session)));
  } catch (error) {
    return report(error, session);
  }
}

/** What a verb comes to, once all that is to be done at its end is done. */
async function withEnds(
  running: Promise<number>,
  ends: readonly ((warn: Warn) => Promise<void>)[],
  warn: Warn,
): Promise<number> {
  try {
    return await running;
  } finally {
    for (const end of ends) await end(warn);
  }
}

function warner({ stderr, hintText }: VerbContext): Warn {
  return (text, hint) => {
    printLine(stderr, `warning: ${text}`);
    if (hint !== undefined) printLine(stderr, `hint: ${hintText(hint)}`);
  };
}

/** Milliseconds that a command has to say how to continue, after the first Ctrl-C. */
const GRACE_MS = 800;

/** What the command comes to; a moment after its signal the signal's reason, whatever it is still waiting for. */
async function endedBySignal(context: Context, running: Promise<number>): Promise<number> {
  const grace = momentAfter(context, GRACE_MS);
  try {
    return await unlessAborted(grace.signal, running);
  } finally {
    grace.end();
  }
}

/** Prints what went wrong on stderr. @returns the exit code */
function report(error: unknown, context: VerbContext): number {
  if (context.signal.aborted && !(error instanceof UserError)) {
    const reason: unknown = context.signal.reason;
    printLine(context.stderr, 'error: interrupted');
    printLine(context.stderr, `hint: ${resumeHint(context)}`);
    return typeof reason === 'object' && reason !== null && 'exitCode' in reason
      ? Number(reason.exitCode)
      : exitCodes.interrupted;
  }
  if (error instanceof UserError) {
    const message = messageOf(error);
    const hint = hintOf(error);
    printLine(context.stderr, `${asIs.test(message) ? '' : 'error: '}${message}`);
    if (hint !== undefined) printLine(context.stderr, `hint: ${context.hintText(hint)}`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printLine(
    context.stderr,
    `error: this is a bug in ${PROGRAM}; please report it with the command and the lines below`,
  );
  for (const line of stack.split('\n')) printLine(context.stderr, line);
  return exitCodes.failed;
}

/** Says that stdout cannot be written, because the disk is full or for what reason it is. @returns the exit code */
export function tellUnwritable(error: Error, stderr: Context['stderr']): number {
  printLine(stderr, `error: cannot write to stdout: ${error.message}`);
  return exitCodes.failed;
}
