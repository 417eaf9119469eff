import { momentAfter, unlessAborted } from '../core/abort.ts';
import { UserError, exitCodes } from '../core/errors.ts';
import { forPeople, printLine, printPieces } from '../output/escape.ts';
import { LiveLines } from '../output/live-lines.ts';
import { Style } from '../output/style.ts';
import { styleOf } from './args/color.ts';
import type { Context, VerbContext } from './context.ts';
import { lineFor, parse } from './args/parse.ts';
import { runAsking } from './ask.ts';
import type { Warn } from '../atlas/secret/refresh/left-marks.ts';
import { hintWriter, resumeHint } from './hints.ts';
import { printHint } from './hints.ts';
import { NoAnswer } from './questions/no-answer.ts';
import { PROGRAM } from './program.ts';
import { verbs } from './verbs.ts';
import { hintOf, messageOf } from './words/errors.ts';

/** Messages that kubectl prints without the prefix "error:" (kubectl pkg/cmd/util/helpers.go). */
const asIs = /^(Error from server|Unable to connect|The connection to the server)/;

/** The process that a command line runs in. */
export type Process = Omit<Context, 'ask'> & {
  /** Asks the user for a line: undefined if there is none, because of Ctrl-D. It is undefined unless stdin and stderr are a terminal. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
};

/**
 * Runs one command line.
 * @returns the exit code: 0, 1 for a failure, 124 for a timeout, 130 for Ctrl-C
 */
export async function run(argv: readonly string[], process: Process): Promise<number> {
  const lines = new LiveLines(process.stderr, process, process.env);
  const context: Context = { ...process, stderr: lines, ask: askingWithout(lines, process) };
  const screen = { lines, time: context, style: new Style(lines, context.env, 'auto') };
  let session: VerbContext = { ...context, hintText: hintWriter(undefined, verbs), lineFor: () => PROGRAM, screen };
  try {
    const [first, ...words] = argv;
    // The first one is what kubectl's protocol has, the second one what our own scripts call.
    if (first === '__complete' || first === '__completeQuoting') {
      const { complete } = await import('./commands/completion/complete.ts');
      context.stdout.write(await complete(words, first === '__completeQuoting', context));
      return exitCodes.ok;
    }
    const parsed = parse(argv);
    if ('help' in parsed) {
      const [{ helpText }, { readableWidth }] = await Promise.all([import('./help.ts'), import('../output/layout.ts')]);
      context.stdout.write(helpText(parsed.help, readableWidth(context.stdout)));
      return exitCodes.ok;
    }
    if ('sourceless' in parsed) {
      session = { ...session, hintText: hintWriter(parsed.sourceless, verbs) };
      const { missingSource } = await import('./commands/completion/missing-source.ts');
      throw await missingSource(parsed.sourceless, session);
    }
    const ends: ((warn: Warn) => Promise<void>)[] = [];
    session = {
      ...context,
      hintText: hintWriter(parsed, verbs),
      lineFor: (source, keep) => lineFor({ source, keep }, argv, parsed.verb),
      screen: { ...screen, style: styleOf(parsed.args, lines, context) },
      atEnd: (task) => void ends.push(task),
    };
    for (const sentence of parsed.idle) printLine(session.stderr, `warning: ${sentence}`);
    return await endedBySignal(context, withEnds(runAsking(parsed, session), ends, warner(session)));
  } catch (error) {
    return report(error, session);
  }
}

/** Asks, while no line of progress is drawn into the question. */
function askingWithout(lines: LiveLines, { ask, signal }: Process): Context['ask'] {
  if (ask === undefined) return undefined;
  return async (question) => {
    const answer = await lines
      .without(() => ask(forPeople(question)))
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        return undefined;
      });
    if (answer !== undefined && !signal.aborted) return answer;
    // The question has no line break, and what ended it printed none.
    lines.write('\n');
    throw signal.aborted ? new NoAnswer('interrupted', signal.reason) : new NoAnswer('no answer was given');
  };
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

function warner(context: VerbContext): Warn {
  return (text, hint) => {
    printLine(context.stderr, `warning: ${text}`);
    if (hint !== undefined) printHint(hint, context, 'hint: ');
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
    const lead = asIs.test(message) ? [] : ([{ text: 'error:', look: 'bad' }, { text: ' ' }] as const);
    printPieces(context.stderr, context.screen.style, [...lead, { text: message }]);
    if (hint !== undefined) printHint(hint, context, 'hint: ');
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
