import type { Clock } from './clock.ts';

/** A clock that only moves when it is told to; whoever sleeps on it moves it. */
export interface HandClock extends Clock {
  pass(ms: number): void;
}

export function handClock(start = Date.UTC(2026, 8, 1)): HandClock {
  let now = start;
  const pass = (ms: number): void => void (now += ms);
  return { pass, now: () => now, sleep: (ms) => Promise.resolve(pass(ms)) };
}
