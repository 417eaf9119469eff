import { type Candidate, type Candidates, starting } from './candidates.ts';

/** How long what a hundred of codes has in common is, such as `PE3`. */
const HUNDRED = 3;

/** Beginnings of the codes of checks: the hundreds, and the codes of the one that is typed; after a comma the next one. */
export async function checkCodes(partial: string): Promise<Candidates> {
  const [{ allChecks, checkWords }, { linkTitles }] = await Promise.all([
    import('../words/checks/all.ts'),
    import('../words/findings.ts'),
  ]);
  const before = partial.slice(0, partial.lastIndexOf(',') + 1);
  const titles = Map.groupBy(Object.entries(allChecks), ([code]) => code.slice(0, HUNDRED));
  const hundreds = [...titles].map(([begins, checks]): Candidate => [
    `${before}${begins}`,
    [...new Set(checks.map(([, { link }]) => linkTitles[link]))].join('; '),
  ]);
  if (partial.length - before.length < HUNDRED) return starting(partial, hundreds);
  const codes = Object.keys(allChecks).map((code): Candidate => [`${before}${code}`, checkWords[code]?.title ?? '']);
  return starting(partial, [...hundreds, ...codes]);
}
