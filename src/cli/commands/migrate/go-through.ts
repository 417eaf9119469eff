import { InterruptedError } from '../../../core/errors.ts';
import type { MigrationStep, MigrationUndoStep } from '../../../core/plan/plan-migration.ts';
import { type Runner, reconcile } from '../../../core/plan/reconcile.ts';
import { printLine } from '../../../output/escape.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmMove } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { stoppedBefore } from '../../hints.ts';
import { printTook } from '../took.ts';
import { migrationReport, migrationStepText } from '../../words/migration-steps.ts';
import { migrationPreview, movedOf } from './preview.ts';
import { rehearse } from './rehearse.ts';
import type { Surveyed } from './survey.ts';

/** How a command line wants it done. */
interface Manner {
  readonly args: {
    readonly undo: boolean;
    readonly yes: boolean;
    readonly wait: boolean;
  };
  readonly context: VerbContext;
  /** How to continue after an interruption. */
  readonly resume: string;
}

/**
 * Shows the steps, asks, and goes through them.
 * @returns whether all of them are done
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function goThrough<O, S extends MigrationStep | MigrationUndoStep, M>(
  runner: Runner<O, S, M>,
  surveyed: Surveyed,
  { args, context, resume }: Manner,
): Promise<boolean> {
  const { target } = surveyed;
  const moved = movedOf(surveyed);
  const { steps } = await runner.look(runner.start, []);
  for (const line of migrationPreview(surveyed, steps, args.undo)) printLine(context.stderr, line);
  if (!args.undo) await rehearse(surveyed);
  await confirmMove(`${args.undo ? 'Go back with' : 'Move'} the endpoints of ${target.reference}?`, args, context);
  const progress = new Progress(context.screen);
  const options = { wait: args.wait, time: context, resume, object: target };
  const startedAt = context.now();
  try {
    const { stoppedAt } = await reconcile(runner, migrationReport(progress, moved), options);
    if (stoppedAt !== undefined) progress.note(stoppedBefore(migrationStepText(stoppedAt, moved), context));
    else printTook(startedAt, context);
    return stoppedAt === undefined;
  } catch (error) {
    if (!(error instanceof InterruptedError)) progress.failed();
    throw error;
  } finally {
    progress.clear();
  }
}
