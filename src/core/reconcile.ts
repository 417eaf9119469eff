import { UserError } from './errors.ts';
import { interrupted } from './wait.ts';

/** A step as a progress line names it. */
export type Reported = { readonly name: string; readonly detail: string };

/** A step of a plan, whatever the plan is for. */
export interface AnyStep<N extends string> {
  readonly name: N;
  /** Whether the world already shows its result. */
  readonly done: boolean;
  /** What the world shows, for a step that is done; what is to be done, for one that is not. */
  readonly detail: string;
}

/** What happened to a step, for the progress lines. */
export interface Report {
  /** The world showed the step's result before anything was done. */
  already(step: Reported): void;
  /** The step is being waited for; `seen` is what was last observed. */
  waiting(step: Reported, seen: string): void;
  /** This run did it. */
  done(step: Reported, detail: string): void;
}

/** What applying a plan needs from outside. */
export interface World<O, S extends AnyStep<string>> {
  /** Observes, and plans from there. @param performed what this run did already */
  look(performed: readonly S['name'][]): Promise<{ readonly observed: O; readonly steps: readonly S[] }>;
  /**
   * Does the step, waiting for its result where it is one to wait for.
   * @returns what was done or seen; or `conflict` when the object changed since it was observed
   */
  perform(step: S, observed: O, onSeen: (seen: string) => void): Promise<{ readonly done: string } | 'conflict'>;
}

/** Where a run ended. */
export interface Outcome<O, S extends AnyStep<string>> {
  readonly observed: O;
  readonly steps: readonly S[];
  /** What this run did itself. */
  readonly performed: readonly S['name'][];
  /** The step that was not waited for; undefined when the goal was reached. */
  readonly stoppedAt: S | undefined;
}

/** Steps that only wait for what others do. */
const waits: ReadonlySet<string> = new Set(['removed', 'reserve', 'accept', 'available', 'cloud-gone']);

/** More conflicts than this mean that somebody else keeps changing the object. */
export const PATIENCE = 20;

/**
 * Goes to the goal one step at a time: observe, plan, do the first step that is not done, and again. Nothing is remembered between
 * two steps but which ones were reported, so a run that is killed and started again does the same as one that was not.
 * @param wait false to stop before the first step that only waits
 */
export async function apply<O, S extends AnyStep<string>>(
  world: World<O, S>,
  report: Report,
  options: {
    readonly wait: boolean;
    readonly signal: AbortSignal;
    readonly resume: string;
    /** The step before which to stop. */
    readonly before?: S['name'];
  },
): Promise<Outcome<O, S>> {
  const reported = new Set<S['name']>();
  const performed: S['name'][] = [];
  for (let conflicts = 0; conflicts < PATIENCE;) {
    if (options.signal.aborted) throw interrupted(options.signal, 'between two steps', options.resume);
    const { observed, steps } = await world.look(performed);
    for (const step of steps) {
      if (!step.done) break;
      if (!reported.has(step.name)) report.already(step);
      reported.add(step.name);
    }
    const next = steps.find((step) => !step.done);
    if (next === undefined || next.name === options.before || (!options.wait && waits.has(next.name)))
      return { observed, steps, performed, stoppedAt: next };
    const result = await world.perform(next, observed, (seen) => report.waiting(next, seen));
    if (result === 'conflict') {
      conflicts += 1;
      continue;
    }
    performed.push(next.name);
    report.done(next, result.done);
    reported.add(next.name);
  }
  throw new UserError('the object keeps changing while it is being patched', {
    hint: 'see who else writes it: kubectl get -o yaml --show-managed-fields',
  });
}
