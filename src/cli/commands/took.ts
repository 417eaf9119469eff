import { formatDuration } from '../../core/duration.ts';
import { printPieces } from '../../output/escape.ts';
import type { VerbContext } from '../context.ts';

/** How long something took, where that is worth saying. @param ms milliseconds */
export function tookText(ms: number): string | undefined {
  return ms < 1000 ? undefined : formatDuration(ms);
}

/** Ends the progress of a run that is done with how long all of it took. @param startedAt in milliseconds since the epoch */
export function printTook(startedAt: number, { now, stderr, screen }: VerbContext): void {
  const took = tookText(now() - startedAt);
  if (took !== undefined) printPieces(stderr, screen.style, [{ text: `done in ${took}`, look: 'heading' }]);
}
