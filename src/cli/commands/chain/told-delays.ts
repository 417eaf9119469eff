import type { Hint } from '../../../core/next-command.ts';
import type { Report } from '../../../core/plan/reconcile.ts';
import type { Step, StepName } from '../../../core/plan/step.ts';
import type { Time } from '../../../core/wait.ts';

/** Milliseconds of waiting before the first look at what delays it; each later look comes after a pause that is longer by this factor. */
const [FIRST_MS, GROWTH] = [30_000, 4] as const;

/** The steps in which the operator and Atlas are waited for. */
const explained: ReadonlySet<StepName> = new Set(['removed', 'reserve', 'available']);

/** How to find out what delays a wait, and where to say so. */
export interface Explanations {
  readonly time: Time;
  /** @param since when the wait began, in milliseconds since the epoch */
  readonly explain: (since: number, signal: AbortSignal) => Promise<readonly Hint[]>;
  readonly tell: (why: Hint) => void;
}

/** A report that also says why a long wait goes on. It has to be ended. */
export interface ToldDelays {
  readonly report: Report<Step>;
  readonly end: () => void;
}

/** Looks for what delays a wait only when it is longer than usual, and says each thing once. */
export function toldDelays(report: Report<Step>, explanations: Explanations): ToldDelays {
  const told = new Set<string>();
  let waiting: { readonly name: StepName; readonly over: AbortController } | undefined;
  const end = (): void => {
    waiting?.over.abort();
    waiting = undefined;
  };
  const begin = (name: StepName): void => {
    end();
    waiting = { name, over: new AbortController() };
    // The loop ends with the wait, by the abort of its pause; what cannot be looked at explains nothing.
    explainAgain(explanations, waiting.over.signal, told).catch(() => undefined);
  };
  return {
    end,
    report: {
      ...report,
      waiting(step, seen) {
        report.waiting(step, seen);
        if (explained.has(step.name) && waiting?.name !== step.name) begin(step.name);
      },
      done(step, detail) {
        end();
        report.done(step, detail);
      },
    },
  };
}

async function explainAgain({ time, explain, tell }: Explanations, over: AbortSignal, told: Set<string>) {
  const signal = AbortSignal.any([time.signal, over]);
  const since = time.now();
  for (let pause = FIRST_MS; ; pause *= GROWTH) {
    await time.sleep(pause, signal);
    const found = await explain(since, signal).catch((): readonly Hint[] => []);
    if (signal.aborted) return;
    for (const why of found) {
      const text = JSON.stringify(why);
      if (!told.has(text)) tell(why);
      told.add(text);
    }
  }
}
