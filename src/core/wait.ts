import { unlessAborted } from './abort.ts';
import { InterruptedError, TimeoutError, type Wait } from './errors.ts';
import type { Hint } from './next-command.ts';

/** Time as a command sees it; tests supply their own. */
export interface Time {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborted by Ctrl-C or SIGTERM; the reason may carry the exit code. */
  readonly signal: AbortSignal;
}

/** What one observation means for a wait: it is over, with a result, or it goes on, with what was seen. */
export type Verdict<R> = { readonly done: R } | { readonly waiting: string };

export interface WaitOptions<S, R> {
  /** What the wait is for; completes "waiting for …". */
  readonly what: string;
  readonly timeoutMs: number;
  /** Yields each new observation. It must end or throw when the signal is aborted. */
  readonly observe: (signal: AbortSignal) => AsyncIterable<S>;
  /** Judges an observation; throws to end the wait at once with an error. */
  readonly judge: (seen: S) => Verdict<R>;
  /** Called with what was seen, whenever that changes. */
  readonly onChange?: (seen: string) => void;
  /** How to continue after a timeout or an interruption. */
  readonly hint?: Hint;
}

/** The exit code in an abort reason, if it has one. */
function exitCodeOf(reason: unknown): number | undefined {
  return typeof reason === 'object' && reason !== null && 'exitCode' in reason && typeof reason.exitCode === 'number'
    ? reason.exitCode
    : undefined;
}

/** The error for a command that was interrupted. @param during the wait that was interrupted; undefined between two steps */
export function interrupted(signal: AbortSignal, during: Wait | undefined, hint?: Hint): InterruptedError {
  return new InterruptedError(during, hint, exitCodeOf(signal.reason));
}

/**
 * Observes until one observation ends the wait.
 * @throws TimeoutError with the last observation; InterruptedError; whatever `judge` or `observe` throws
 */
export async function waitFor<S, R>(time: Time, options: WaitOptions<S, R>): Promise<R> {
  const over = new AbortController();
  const timer = new AbortController();
  const signal = AbortSignal.any([time.signal, over.signal]);
  let timedOut = false;
  const alarm = time.sleep(options.timeoutMs, AbortSignal.any([time.signal, timer.signal])).then(
    () => {
      timedOut = true;
      over.abort();
    },
    () => undefined,
  );
  let lastSeen: string | undefined;
  try {
    for await (const seen of untilAborted(options.observe(signal), signal)) {
      const verdict = options.judge(seen);
      if ('done' in verdict) return verdict.done;
      if (verdict.waiting !== lastSeen) options.onChange?.(verdict.waiting);
      lastSeen = verdict.waiting;
      if (signal.aborted) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    timer.abort();
    over.abort();
    await alarm;
  }
  const wait = { what: options.what, lastSeen };
  if (timedOut) throw new TimeoutError(wait, options.timeoutMs, options.hint);
  throw interrupted(time.signal, wait, options.hint);
}

/** What is observed until the signal aborts, even where an observation never ends. */
async function* untilAborted<S>(observed: AsyncIterable<S>, signal: AbortSignal): AsyncGenerator<S, void, undefined> {
  const iterator = observed[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessAborted(signal, iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    const closed = Promise.resolve(iterator.return?.()).catch(() => undefined);
    if (!signal.aborted) await closed;
  }
}

/** Observes again and again, with `intervalMs` between the end of one look and the start of the next. */
export async function* poll<S>(
  time: Time,
  intervalMs: number,
  signal: AbortSignal,
  look: () => Promise<S>,
): AsyncGenerator<S, void, undefined> {
  while (!signal.aborted) {
    yield await look();
    await time.sleep(intervalMs, signal);
  }
}
