import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `word` is probably a misspelling of, if any is close enough. A third of the letters may differ, but at least two
 * (which covers two swapped letters), and only one in a very short word.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, apart: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ apart }) => apart <= allowed)
    .sort((a, b) => a.apart - b.apart);
  return ranked[0]?.candidate;
}
