import { type Goal, type Observed, type Step, plan } from './plan.ts';
import { UserError } from './errors.ts';
import { interrupted } from './wait.ts';

/** A step as a progress line names it. */
export type Reported = { readonly name: string; readonly detail: string };

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
export interface World {
  observe(goal: Goal): Promise<Observed>;
  /**
   * Does the step, waiting for its result where it is one to wait for.
   * @returns what was done or seen; or `conflict` when the object changed since it was observed
   */
  perform(
    step: Step,
    observed: Observed,
    onSeen: (seen: string) => void,
  ): Promise<{ readonly done: string } | 'conflict'>;
}

/** Where a run ended. */
export interface Applied {
  readonly observed: Observed;
  readonly steps: readonly Step[];
  /** What this run did itself. */
  readonly performed: readonly Step['name'][];
  /** The step that was not waited for; undefined when the goal was reached. */
  readonly stoppedAt: Step | undefined;
}

const waits: ReadonlySet<Step['name']> = new Set(['removed', 'reserve', 'accept', 'available']);

/** More replans than this mean that somebody else keeps changing the object. */
const PATIENCE = 20;

/**
 * Goes to the goal one step at a time: observe, plan, do the first step that is not done, and again. Nothing is remembered between
 * two steps but which ones were reported, so a run that is killed and started again does the same as one that was not.
 * @param wait false to stop before the first step that only waits
 */
export async function apply(
  world: World,
  goal: Goal,
  report: Report,
  options: { readonly wait: boolean; readonly signal: AbortSignal; readonly resume: string },
): Promise<Applied> {
  const reported = new Set<Step['name']>();
  const performed: Step['name'][] = [];
  for (let conflicts = 0; conflicts < PATIENCE;) {
    if (options.signal.aborted) throw interrupted(options.signal, 'between two steps', options.resume);
    // What was removed in this run is not removed again: a plan only knows what it sees. And the service that is reserved after
    // that is a new one, to which no cloud endpoint connects yet, whatever id was named.
    const now = performed.includes('remove') ? { ...goal, recreate: false, id: undefined } : goal;
    const observed = await world.observe(now);
    const steps = plan(observed, now);
    for (const step of steps) {
      if (!step.done) break;
      if (!reported.has(step.name)) report.already(step);
      reported.add(step.name);
    }
    const next = steps.find((step) => !step.done);
    if (next === undefined || (!options.wait && waits.has(next.name)))
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
