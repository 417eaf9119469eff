import type { Check, Checks } from './check.ts';
import type { Finding, Link } from './finding.ts';
import type { Observed } from './observed.ts';

/** What was found of an endpoint's chain. */
export interface Chain {
  readonly findings: readonly Finding[];
  /** The links that were not looked at, since they rest on one that does not hold. */
  readonly skipped: readonly Link[];
  /** The codes of their checks. */
  readonly skippedCodes: readonly string[];
}

/** The saying of what is not there yet, and ends the chain as what is broken does. */
export const IN_PROGRESS = 'in-progress';

/** The saying of what is not there because it is somewhere else, and ends the chain likewise. */
export const DECLARED_ELSEWHERE = 'declared-elsewhere';

const ending: readonly string[] = [IN_PROGRESS, DECLARED_ELSEWHERE];

/** Judges the links in the order of the checks. A link that does not hold yet ends the chain as one that is broken does. */
export function judgeChain(observed: Observed, checks: Checks): Chain {
  const findings: Finding[] = [];
  const skipped = new Set<Link>();
  const skippedCodes: string[] = [];
  const open = new Set<Link>();
  for (const [code, check] of Object.entries(checks)) {
    const { link, restsOn, madeBy = [] } = check;
    const isOpen = (other: Link): boolean => open.has(other);
    const found = restsOn.some(isOpen) ? undefined : findingsOf(code, check, observed);
    if (found === undefined || (madeBy.some(isOpen) && !found.every(({ verdict }) => verdict === 'holds'))) {
      skipped.add(link);
      open.add(link);
      skippedCodes.push(code);
      continue;
    }
    findings.push(...found);
    if (found.some(endsChain)) open.add(link);
  }
  return { findings, skipped: [...skipped], skippedCodes };
}

/** Whether what rests on it is not looked at. */
export function endsChain({ verdict, saying }: Pick<Finding, 'verdict' | 'saying'>): boolean {
  return verdict === 'fails' || ending.includes(saying);
}

function findingsOf(code: string, { link, judge }: Check, observed: Observed): readonly Finding[] {
  return judge(observed).map((judgement) => ({ code, link, ...judgement }));
}
