import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';

const sources = new URL('../../src/', import.meta.url).href;

// Optimized code does not count, and neither does what it takes in from other functions.
setFlagsFromString('--no-opt');
setFlagsFromString('--no-maglev');

const session = new Session();
session.connect();
// From the beginning: what is compiled before has no counters. So this file is to be imported first.
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/**
 * Counts how often each part of our own code runs: each function, and each block in one, such as the body of a loop. Unlike time, that is the
 * same on every machine.
 * @returns the counts by the part's file and place
 */
export async function stepsOf(body: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
  // Taking the counts sets them to 0.
  await session.post('Profiler.takePreciseCoverage');
  await body();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const own = result.filter(({ url }) => url.startsWith(sources));
  return new Map(
    own.flatMap(({ url, functions }) =>
      functions.map(({ functionName, ranges }): [string, number] => [
        `${url.slice(sources.length)} ${functionName} at ${ranges[0]?.startOffset}`,
        Math.max(...ranges.map(({ count }) => count)),
      ]),
    ),
  );
}

/** The parts of the code whose steps grow faster than what is looked at, at three times as much. */
export function disproportionate(
  one: ReadonlyMap<string, number>,
  three: ReadonlyMap<string, number>,
): readonly string[] {
  // Sorting takes n log n, and a little is the same however much there is; what is quadratic takes nine times as much.
  return [...three].flatMap(([place, count]) => {
    const before = one.get(place) ?? 0;
    return count > 1_000 && count > 5 * before ? [`${place}: ${before} → ${count}`] : [];
  });
}
