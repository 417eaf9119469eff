import { InterruptedError, UserError, exitCodes } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import { printLine, printPieces } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { printHint, resumeHint } from '../../hints.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import { tookText } from '../took.ts';
import type { Outcome } from './member.ts';

/** What a summary says of what succeeded. */
interface Told<R> {
  /** How it says that an object is done, such as `connected`. */
  readonly done: string;
  /** Whether --wait=false stopped the work on an object before its end. */
  readonly isStopped: (result: R) => boolean;
  /** When the command began to change something, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** The command line that goes on after something was changed; the same one if omitted. */
  readonly resume?: string;
}

type Failed = Outcome<unknown> & { readonly failure: UserError };

/**
 * Ends a command for several objects: how many are done and, last of all, each failure with the command that goes on with it.
 * @returns the exit code: 124 if all failures are waits that ran out of time, 1 for any other failure
 * @throws what is not for a person to mend: a defect
 */
export function summarize<R>(outcomes: readonly Outcome<R>[], told: Told<R>, context: VerbContext): number {
  // That no object matches a selector is told already.
  if (outcomes.length === 0) return exitCodes.ok;
  const failures = outcomes.filter(({ failure }) => failure !== undefined);
  const interruption = failures.find(({ failure }) => failure instanceof InterruptedError);
  if (context.signal.aborted || interruption !== undefined) return interruptedEnd(outcomes, told, context);
  const took = tookText(context.now() - told.startedAt);
  const time = took === undefined ? '' : ` (${took})`;
  const stopped = outcomes.filter(({ result }) => result !== undefined && told.isStopped(result)).length;
  const all = outcomes.length;
  const ends = [
    `${all - failures.length - stopped} of ${all} ${told.done}${time}`,
    ...(stopped === 0 ? [] : [`stopped because of --wait=false: ${stopped}`]),
    ...(failures.length === 0 ? [] : [`failed: ${failures.length}`]),
  ];
  printPieces(context.stderr, context.screen.style, [{ text: ends.join('; '), look: 'heading' }]);
  return tellFailures(outcomes, context);
}

/**
 * Prints each failure with the command that goes on with it.
 * @returns the exit code
 * @throws what is not for a person to mend: a defect
 */
export function tellFailures(outcomes: readonly Outcome<unknown>[], context: VerbContext): number {
  const failed = outcomes.filter((each): each is Failed => each.failure instanceof UserError);
  for (const each of failed) printFailure(each, outcomes, context);
  const defect = outcomes.find(({ failure }) => failure !== undefined && !(failure instanceof UserError));
  if (defect !== undefined) throw defect.failure;
  return exitCodeOf(failed);
}

/** The exit code for what failed. */
function exitCodeOf(failed: readonly Failed[]): number {
  if (failed.length === 0) return exitCodes.ok;
  const isLate = failed.every(({ failure }) => failure.exitCode === exitCodes.timedOut);
  return isLate ? exitCodes.timedOut : exitCodes.failed;
}

/** A failure: its sentence, what may help, and the command that goes on with this object alone. */
function printFailure(
  { name, commandLine, failure }: Failed,
  all: readonly Outcome<unknown>[],
  context: VerbContext,
): void {
  const { stderr, hintText } = context;
  const { style } = context.screen;
  const hint = hintFor(commandLine, hintOf(failure), all);
  printPieces(stderr, style, [
    { text: style.plainSign('fails'), look: 'bad' },
    { text: ` ${name}: ${messageOf(failure)}` },
  ]);
  if (hint !== undefined && hintText(hint) !== resumeHint({ commandLine })) printHint(hint, context, '    ', '    ');
  printPieces(stderr, style, [{ text: '    ' }, { text: commandLine, look: 'command' }]);
}

/**
 * The hint of a failure as it is for one object: objects that have an endpoint in common fail over it together, and the hint continues
 * with the first of them.
 */
function hintFor(commandLine: string, hint: Hint | undefined, all: readonly Outcome<unknown>[]): Hint | undefined {
  if (typeof hint !== 'string') return hint;
  const others = all.map((each) => each.commandLine);
  const other = others.find((each) => each !== commandLine && ` ${hint} `.includes(` ${each} `));
  return other === undefined ? hint : ` ${hint} `.replace(` ${other} `, ` ${commandLine} `).trim();
}

/** Says of each object what was changed before the command was stopped. @returns the exit code of the signal */
function interruptedEnd(
  outcomes: readonly Outcome<unknown>[],
  { resume }: Pick<Told<never>, 'resume'>,
  context: VerbContext,
): number {
  const { stderr, signal } = context;
  printLine(stderr, 'error: interrupted');
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  for (const { name, failure, changes } of outcomes) {
    const done = failure === undefined ? ['done'] : changes.length === 0 ? ['nothing was changed'] : changes;
    printLine(stderr, `  ${name.padEnd(width)}  ${done.join('; ')}`);
  }
  const isChanged = outcomes.some(({ failure, changes }) => failure === undefined || changes.length > 0);
  printLine(stderr, `hint: ${resumeHint(resume === undefined || !isChanged ? context : { commandLine: resume })}`);
  const interruption = outcomes.find(({ failure }) => failure instanceof InterruptedError);
  if (interruption?.failure instanceof InterruptedError) return interruption.failure.exitCode;
  const reason: unknown = signal.reason;
  return typeof reason === 'object' && reason !== null && 'exitCode' in reason
    ? Number(reason.exitCode)
    : exitCodes.interrupted;
}
