import { distance } from 'fastest-levenshtein';

/** The candidate that `word` was probably meant to be, if any is near: at most a third of its letters differ, and at least one may. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, apart: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ apart }) => apart <= allowed)
    .sort((a, b) => a.apart - b.apart);
  return ranked[0]?.candidate;
}
