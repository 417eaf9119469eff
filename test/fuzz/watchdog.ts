import type { Time } from '../../src/core/wait.ts';

/** The longest pause before a request is sent again (src/core/retries). */
const LONGEST_PAUSE_MS = 20_000;

/** How many pauses a command may make: a request is given up after 30 minutes of them, and those come to some hundred. */
const MOST_PAUSES = 5_000;

/** Real milliseconds without a request or a pause after which a command counts as hanging, on however busy a machine. */
const SILENT_MS = 60_000;

/** A clock that is the command's own, and ends a command that does not end by itself. */
export interface Watchdog {
  readonly clock: Pick<Time, 'now' | 'sleep'>;
  readonly signal: AbortSignal;
  /** Told of each request. */
  readonly alive: () => void;
  readonly close: () => void;
}

/**
 * The pauses between two attempts are over at once, as on a clock that runs ahead, so that the patience of a command ends after the same
 * number of requests however slow the machine is; what would wait longer waits until it is interrupted.
 */
export function watchdog(): Watchdog {
  const stop = new AbortController();
  let now = Date.parse('2026-01-01T00:00:00Z');
  let pauses = 0;
  const silence = setTimeout(() => stop.abort(), SILENT_MS);
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (ms > LONGEST_PAUSE_MS) return;
      silence.refresh();
      now += ms;
      pauses += 1;
      if (pauses > MOST_PAUSES) stop.abort();
      else setImmediate(resolve);
    });
  return {
    clock: { now: () => now, sleep },
    signal: stop.signal,
    alive: () => void silence.refresh(),
    close: () => clearTimeout(silence),
  };
}
