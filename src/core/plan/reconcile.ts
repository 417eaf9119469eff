import { conflictPauses } from '../retries/backoff.ts';
import { CodedError, type ContestedObject, KeepsChangingError, MAX_CONFLICTS } from '../errors.ts';
import type { Hint } from '../next-command.ts';
import type { AnyStep } from './step.ts';
import { type Time, interrupted } from '../wait.ts';

/** Told what happens to each step, to show progress. */
export interface Report<S extends AnyStep> {
  /** All steps of the plan as it is now; it is planned again after each step. */
  planned(steps: readonly S[]): void;
  /** The step's result was there before this run did anything. */
  already(step: S): void;
  /** The run is waiting for the step; `seen` is what was last observed. */
  waiting(step: S, seen: string): void;
  /** This run completed the step. */
  done(step: S, detail: string): void;
}

/** The result of performing a step. */
export type Performed<M> =
  | { readonly done: string; readonly memory: M }
  /** What was observed has changed in the meantime: observe again. */
  | { readonly conflict: true; readonly memory: M };

/**
 * How something is observed, and how each step of its plan is performed. A runner keeps no state between two calls: whatever a run has
 * to remember beyond what can be observed is passed through `memory`.
 */
export interface Runner<O, S extends AnyStep, M> {
  readonly start: M;
  /** Observes, and plans from there. @param performed what this run has done already */
  look(memory: M, performed: readonly S['name'][]): Promise<Observation<O, S, M>>;
  /** Performs the step. A step that waits ends when its result is there. */
  perform(step: S, at: Observation<O, S, M>, onSeen: (seen: string) => void): Promise<Performed<M>>;
}

/** What was observed, the plan from there, and what the run remembers. */
export interface Observation<O, S extends AnyStep, M> {
  readonly observed: O;
  readonly steps: readonly S[];
  readonly memory: M;
}

/** Where a run ended. */
export interface Outcome<O, S extends AnyStep> {
  readonly observed: O;
  readonly steps: readonly S[];
  /** What this run did itself. */
  readonly performed: readonly S['name'][];
  /** The step at which the run stopped; undefined if the goal was reached. */
  readonly stoppedAt: S | undefined;
}

export interface ReconcileOptions<N extends string> {
  /** False to stop before the first step that only waits. */
  readonly wait: boolean;
  readonly time: Time;
  /** The hint after an interruption: how to continue. It is read when it is needed: what is done by then can change it. */
  readonly resume: Hint;
  /** The object that the steps change. */
  readonly object: ContestedObject;
  /** The step before which to stop. */
  readonly before?: N;
}

/** A change that a run has made this often, and that is still to be made, is undone by somebody else. */
const CHANGES = 3;

/**
 * Proceeds to the goal one step at a time: observe, plan, perform the first step that is not done, and repeat. Every decision is based on
 * what is observed, so a run that is killed and started again does the same as one that was not.
 * @throws KeepsChangingError; CodedError `undone-again`; InterruptedError; whatever the runner throws
 */
export async function reconcile<O, S extends AnyStep, M>(
  runner: Runner<O, S, M>,
  report: Report<S>,
  options: ReconcileOptions<S['name']>,
): Promise<Outcome<O, S>> {
  const reported = new Set<S['name']>();
  const performed: S['name'][] = [];
  const { time } = options;
  const pauses = conflictPauses();
  let memory = runner.start;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS;) {
    if (conflicts > 0) await time.sleep(pauses.next(), time.signal).catch(() => undefined);
    if (time.signal.aborted) throw interrupted(time.signal, undefined, options.resume);
    const at = await runner.look(memory, performed);
    report.planned(at.steps);
    for (const step of at.steps) {
      if (!step.done) break;
      if (!reported.has(step.name)) report.already(step);
      reported.add(step.name);
    }
    const next = at.steps.find((step) => !step.done);
    if (next === undefined || next.name === options.before || (!options.wait && next.kind === 'wait'))
      return { observed: at.observed, steps: at.steps, performed, stoppedAt: next };
    const before = performed.filter((name) => name === next.name).length;
    if (before >= (next.kind === 'act' ? CHANGES : MAX_CONFLICTS))
      throw new CodedError({ code: 'undone-again', step: next.name, ...options.object });
    const result = await runner.perform(next, at, (seen) => report.waiting(next, seen));
    memory = result.memory;
    if ('conflict' in result) {
      conflicts += 1;
      continue;
    }
    // What is done a second time has been undone, which may go on for a while.
    conflicts = before === 0 ? 0 : conflicts + 1;
    performed.push(next.name);
    report.done(next, result.done);
    reported.add(next.name);
  }
  throw new KeepsChangingError(options.object);
}
