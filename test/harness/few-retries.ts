import { Retries } from '../../src/core/retries/retries.ts';
import type { Clock } from './clock.ts';

/** For an account that a test opens by itself: requests are sent again for a moment, by that clock. */
export function fewRetries(clock: Clock): Retries {
  const time = {
    now: () => clock.now(),
    sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
    signal: new AbortController().signal,
  };
  return new Retries({
    time,
    timeoutMs: undefined,
    tell: () => undefined,
    resume: '',
    unanswered: () => 'no answer',
    random: () => 0.5,
  });
}
