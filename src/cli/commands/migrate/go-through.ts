import { isMoving } from '../../../atlas/api/annotations.ts';
import { InterruptedError } from '../../../core/errors.ts';
import type { MigrationStep, MigrationUndoStep } from '../../../core/plan/plan-migration.ts';
import type { Hint, OwnCommand } from '../../../core/next-command.ts';
import { type Report, type Runner, reconcile } from '../../../core/plan/reconcile.ts';
import { printLine } from '../../../output/escape.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmMove } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { againWith, printHint, resumeHint, stoppedBefore } from '../../hints.ts';
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
  readonly way: WayOn;
}

/** How to continue after an interruption: until its last change a move can be taken back, too. */
export class WayOn {
  #isFinal: boolean;
  readonly #context: VerbContext;

  /** @param undo whether the endpoints are on their way back */
  constructor(undo: boolean, context: VerbContext) {
    this.#isFinal = undo;
    this.#context = context;
  }

  get resume(): Hint {
    const on = resumeHint(this.#context);
    return this.#isFinal ? on : [on, `  or go back with: ${againWith('--undo', this.#context)}`];
  }

  /** Tells that a step is done. */
  passed({ name }: MigrationStep | MigrationUndoStep): void {
    if (name === 'move') this.#isFinal = true;
  }
}

/**
 * Shows the steps, asks, and goes through them.
 * @returns whether all of them are done
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function goThrough<O, S extends MigrationStep | MigrationUndoStep, M>(
  runner: Runner<O, S, M>,
  surveyed: Surveyed,
  { args, context, way }: Manner,
): Promise<boolean> {
  const { target } = surveyed;
  const moved = movedOf(surveyed);
  const { steps } = await runner.look(runner.start, []);
  await preview(surveyed, steps, args, context);
  const progress = new Progress(context.screen);
  const options = {
    wait: args.wait,
    time: context,
    object: target,
    get resume() {
      return way.resume;
    },
  };
  const startedAt = context.now();
  try {
    const { stoppedAt } = await reconcile(runner, reportTo(way, migrationReport(progress, moved)), options);
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

/** Shows what will be done, has the API server check it, and asks. @throws UserError */
async function preview(
  surveyed: Surveyed,
  steps: readonly (MigrationStep | MigrationUndoStep)[],
  args: Manner['args'],
  context: VerbContext,
): Promise<void> {
  for (const line of migrationPreview(surveyed, steps, args.undo)) printLine(context.stderr, line);
  if (!args.undo && isMoving(surveyed.project))
    printHint(['note: this move has begun already; to go back instead: ', undoing(surveyed)], context);
  if (!args.undo) await rehearse(surveyed);
  const { reference } = surveyed.target;
  await confirmMove(`${args.undo ? 'Go back with' : 'Move'} the endpoints of ${reference}?`, args, context);
}

/** The same report, which also tells how to continue of each step that is done. */
function reportTo(way: WayOn, report: Report<MigrationStep | MigrationUndoStep>): typeof report {
  return {
    ...report,
    done(step, detail) {
      way.passed(step);
      report.done(step, detail);
    },
  };
}

function undoing({ target: { name, namespace } }: Surveyed): OwnCommand {
  return { verb: 'migrate', source: `ap/${name}`, namespace, flags: { undo: true } };
}
