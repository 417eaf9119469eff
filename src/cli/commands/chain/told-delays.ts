import type { Hint } from '../../../core/next-command.ts';
import type { Report } from '../../../core/plan/reconcile.ts';
import type { Step, StepName } from '../../../core/plan/step.ts';
import type { Time } from '../../../core/wait.ts';

/** Milliseconds of waiting before the first look at what delays it; each later look comes after a pause that is longer by this factor. */
const [FIRST_MS, GROWTH] = [30_000, 4] as const;

/** How to find out what delays a wait, and where to say so. */
export interface Explanations {
  readonly time: Time;
  /** @param since when the wait began, in milliseconds since the epoch */
  readonly explain: (since: number, signal: AbortSignal) => Promise<readonly Hint[]>;
  readonly tell: (why: Hint) => void;
}

/** Looks for what delays a wait only when it is longer than usual, and says each thing once. It has to be ended. */
export class Delays {
  readonly #explanations: Explanations;
  readonly #told = new Set<string>();
  #waiting: { readonly step: string; readonly over: AbortController } | undefined;

  constructor(explanations: Explanations) {
    this.#explanations = explanations;
  }

  /** A step is being waited for, whether that is new or not. */
  waiting(step: string): void {
    if (this.#waiting?.step === step) return;
    this.end();
    const over = new AbortController();
    this.#waiting = { step, over };
    // The loop ends with the wait, by the abort of its pause; what cannot be looked at explains nothing.
    this.#explainAgain(over.signal).catch(() => undefined);
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.#waiting?.over.abort();
    this.#waiting = undefined;
  }

  async #explainAgain(over: AbortSignal): Promise<void> {
    const { time, explain, tell } = this.#explanations;
    const signal = AbortSignal.any([time.signal, over]);
    const since = time.now();
    for (let pause = FIRST_MS; ; pause *= GROWTH) {
      await time.sleep(pause, signal);
      const found = await explain(since, signal).catch((): readonly Hint[] => []);
      if (signal.aborted) return;
      for (const why of found) {
        const text = JSON.stringify(why);
        if (!this.#told.has(text)) tell(why);
        this.#told.add(text);
      }
    }
  }
}

/** The steps in which the operator, the cloud and Atlas are waited for. */
const explained: ReadonlySet<StepName> = new Set(['removed', 'reserve', 'accept', 'available']);

/** A report that also says why a long wait goes on. */
export function tellingDelays(report: Report<Step>, delays: Delays): Report<Step> {
  return {
    ...report,
    waiting(step, seen) {
      report.waiting(step, seen);
      if (explained.has(step.name)) delays.waiting(step.name);
    },
    done(step, detail) {
      delays.end();
      report.done(step, detail);
    },
  };
}
