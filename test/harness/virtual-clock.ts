import type { Clock } from './clock.ts';

interface Sleeper {
  readonly at: number;
  readonly foreground: boolean;
  readonly wake: () => void;
}

/** Lets everything that is ready to run do so. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/**
 * A clock that stands still while anybody works and jumps to the next thing due when everybody waits. The command under test
 * sleeps in the foreground; the fakes sleep in the background. Time moves only while the foreground sleeps, in the order of
 * what is due, so a wait of half an hour takes milliseconds and comes out the same each time.
 */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #pumping = false;
  /** Resolves when nothing is in flight any more: set by whoever knows all the parts; a few turns of the event loop otherwise. */
  settle: () => Promise<void> = turns;

  constructor(start = Date.parse('2026-01-05T09:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Sleeps in the background. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(ms, false, signal);
  }

  /** The clock of the command under test. */
  get foreground(): Clock {
    return { now: () => this.#now, sleep: (ms, signal) => this.#sleep(ms, true, signal) };
  }

  #sleep(ms: number, foreground: boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const sleeper: Sleeper = {
        at: this.#now + ms,
        foreground,
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#sleepers.push(sleeper);
      if (foreground) void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#sleepers.some(({ foreground }) => foreground)) {
      await this.settle();
      if (!this.#sleepers.some(({ foreground }) => foreground)) break;
      // Of sleepers due at the same time the one that lay down first wakes first, and those of the fakes before the command's:
      // what happens at a moment has happened when the command looks at that moment.
      const next = this.#sleepers.reduce((a, b) =>
        b.at < a.at || (b.at === a.at && a.foreground && !b.foreground) ? b : a,
      );
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#pumping = false;
  }
}
