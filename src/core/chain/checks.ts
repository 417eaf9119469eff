import type { Checks } from './check.ts';
import { type Link, links } from './finding.ts';
import { cloudChecks, idChecks, networkChecks } from './links/cloud.ts';
import { declaredChecks } from './links/declared.ts';
import { deploymentChecks } from './links/deployment.ts';
import { dnsChecks } from './links/dns.ts';
import { kubernetesChecks } from './links/kubernetes.ts';
import { limitChecks } from './links/limits.ts';
import { operatorChecks } from './links/operator.ts';
import { podChecks } from './from-pod/checks.ts';
import { projectChecks } from './links/project.ts';
import { linkedChecks, serviceChecks } from './links/service.ts';
import { stringChecks } from './links/string.ts';
import { workloadChecks } from './links/workloads.ts';

/** Every check that is the same on all clouds. */
export const commonChecks = {
  ...kubernetesChecks,
  ...operatorChecks,
  ...projectChecks,
  ...deploymentChecks,
  ...declaredChecks,
  ...serviceChecks,
  ...linkedChecks,
  ...cloudChecks,
  ...networkChecks,
  ...idChecks,
  ...stringChecks,
  ...dnsChecks,
  ...workloadChecks,
  ...podChecks,
  ...limitChecks,
} as const satisfies Checks;

const states = ['PE140', 'PE200', 'PE210', 'PE510'] as const;

/** The checks whose answers are an endpoint's state: of these, a short screen also says that they hold. */
export const stateChecks: ReadonlySet<string> = new Set(states);

/** Their links. */
export const stateLinks: ReadonlySet<Link> = new Set(states.map((code) => commonChecks[code].link));

const rank = (link: Link): number => links.indexOf(link);

/** Checks in the order of the chain, those of the same link by their codes. */
export function inOrder(checks: Checks): Checks {
  const entries = Object.entries(checks);
  return Object.fromEntries(
    entries.toSorted(([a, { link }], [b, { link: other }]) => rank(link) - rank(other) || (a < b ? -1 : 1)),
  );
}
