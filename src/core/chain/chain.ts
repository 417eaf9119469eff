import type { Check, Finding, Link } from './finding.ts';
import type { Observed } from './observed.ts';

/** What was found of an endpoint's chain. */
export interface Chain {
  readonly findings: readonly Finding[];
  /** The links that were not looked at, since they rest on one that does not hold. */
  readonly skipped: readonly Link[];
}

/** Judges the links in the order of the checks. A link that does not hold yet ends the chain as one that is broken does. */
export function judgeChain(observed: Observed, checks: readonly Check[]): Chain {
  const findings: Finding[] = [];
  const skipped = new Set<Link>();
  const open = new Set<Link>();
  for (const { link, restsOn, judge } of checks) {
    if (restsOn.some((other) => open.has(other))) {
      skipped.add(link);
      open.add(link);
      continue;
    }
    const found = judge(observed).map((finding) => ({ link, ...finding }));
    findings.push(...found);
    if (found.some(({ verdict, seen }) => verdict === 'fails' || seen.code === 'in-progress')) open.add(link);
  }
  return { findings, skipped: [...skipped] };
}
