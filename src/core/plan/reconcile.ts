import { Backoff } from '../backoff.ts';
import { CodedError } from '../errors.ts';
import type { AnyStep } from './step.ts';
import { type Time, interrupted } from '../wait.ts';

/** What happened to a step, for whoever shows how a run goes on. */
export interface Report<S extends AnyStep> {
  /** What is observed shows the step's result before anything was done. */
  already(step: S): void;
  /** The step is being waited for; `seen` is what was last observed. */
  waiting(step: S, seen: string): void;
  /** This run did it. */
  done(step: S, detail: string): void;
}

/** What came of a step. */
export type Performed<M> =
  | { readonly done: string; readonly memory: M }
  /** What was observed has changed under it: it has to be looked at anew. */
  | { readonly conflict: true; readonly memory: M };

/**
 * How something is observed, and how each step of its plan is done. A runner keeps nothing between two calls: what a run has to remember
 * besides what can be observed goes through `memory`.
 */
export interface Runner<O, S extends AnyStep, M> {
  readonly start: M;
  /** Observes, and plans from there. @param performed what this run did already */
  look(memory: M, performed: readonly S['name'][]): Promise<Observation<O, S, M>>;
  /** Does the step, waiting for its result where it is one to wait for. */
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
  /** The step that was not waited for; undefined when the goal was reached. */
  readonly stoppedAt: S | undefined;
}

export interface ReconcileOptions<N extends string> {
  /** False to stop before the first step that only waits. */
  readonly wait: boolean;
  readonly time: Time;
  readonly resume: string;
  /** The step before which to stop. */
  readonly before?: N;
}

/** More conflicts in a row than this mean that somebody else keeps changing the object; some two minutes with the pauses between them. */
export const PATIENCE = 30;

/** A change that a run has made this often, and that is still to be made, is undone by somebody else. */
const CHANGES = 3;

/** The pauses between two conflicts. */
export function conflictPauses(): Backoff {
  return new Backoff(100, 5_000);
}

/**
 * Goes to the goal one step at a time: observe, plan, do the first step that is not done, and again. Every decision is made from what is
 * observed, so a run that is killed and started again does the same as one that was not.
 * @throws CodedError `object-keeps-changing`, `undone-again`; InterruptedError; whatever the runner throws
 */
export async function reconcile<O, S extends AnyStep, M>(
  runner: Runner<O, S, M>,
  report: Report<S>,
  options: ReconcileOptions<S['name']>,
): Promise<Outcome<O, S>> {
  const reported = new Set<S['name']>();
  const performed: S['name'][] = [];
  const { time, resume } = options;
  const pauses = conflictPauses();
  let memory = runner.start;
  for (let conflicts = 0; conflicts < PATIENCE;) {
    if (conflicts > 0) await time.sleep(pauses.next(), time.signal).catch(() => undefined);
    if (time.signal.aborted) throw interrupted(time.signal, undefined, resume);
    const at = await runner.look(memory, performed);
    for (const step of at.steps) {
      if (!step.done) break;
      if (!reported.has(step.name)) report.already(step);
      reported.add(step.name);
    }
    const next = at.steps.find((step) => !step.done);
    if (next === undefined || next.name === options.before || (!options.wait && next.kind === 'wait'))
      return { observed: at.observed, steps: at.steps, performed, stoppedAt: next };
    const before = performed.filter((name) => name === next.name).length;
    if (before >= (next.kind === 'act' ? CHANGES : PATIENCE))
      throw new CodedError({ code: 'undone-again', step: next.name });
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
  throw new CodedError({ code: 'object-keeps-changing' });
}
