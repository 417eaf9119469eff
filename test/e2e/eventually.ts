import { realClock } from '../harness/clock.ts';

/**
 * Looks again and again until `look` gives something: what other processes do in their own time can only be waited for.
 * @throws Error with the last error, or with what was seen last, after `limitMs`
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 90_000,
): Promise<T> {
  const until = Date.now() + limitMs;
  let last: unknown;
  while (Date.now() < until) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await realClock.sleep(500);
  }
  throw new Error(`${what}: not within ${limitMs / 1000} s`, { cause: last });
}
