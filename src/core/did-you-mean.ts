import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `word` was probably meant to be, if any is near: a third of its letters may differ, but two always may (two
 * letters that changed places), and of a very short word one.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, apart: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ apart }) => apart <= allowed)
    .sort((a, b) => a.apart - b.apart);
  return ranked[0]?.candidate;
}
