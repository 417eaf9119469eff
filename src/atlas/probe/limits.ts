import type { Time } from '../../core/wait.ts';

/** How long a probe may take, in milliseconds. */
export interface ProbeLimits {
  /** One step: a question to a resolver, a connection, a handshake, an answer. */
  readonly stepMs: number;
  /** All that one program does; it ends by itself then, and reports what it has. */
  readonly programMs: number;
  /** Until an ephemeral container has started, with its image to be pulled. */
  readonly startMs: number;
}

export const probeLimits: ProbeLimits = { stepMs: 4_000, programMs: 20_000, startMs: 90_000 };

/** How much longer than a program may take its connection is kept. */
export const GRACE_MS = 5_000;

/** Something took longer than it may. */
export class TooSlowError extends Error {
  constructor(ms: number) {
    super(`no answer within ${Math.round(ms / 1000)} s`);
    this.name = 'TooSlowError';
  }
}

/**
 * Does something with a time limit of its own.
 * @throws TooSlowError; whatever it throws
 */
export async function within<T>(ms: number, time: Time, start: (time: Time) => Promise<T>): Promise<T> {
  const [over, ended] = [new AbortController(), new AbortController()];
  time
    .sleep(ms, AbortSignal.any([ended.signal, time.signal]))
    .then(() => over.abort(new TooSlowError(ms)))
    .catch(() => undefined);
  try {
    return await start({ ...time, signal: AbortSignal.any([time.signal, over.signal]) });
  } finally {
    ended.abort();
  }
}
