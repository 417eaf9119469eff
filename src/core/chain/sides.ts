import type { Checks } from './check.ts';
import type { Link } from './finding.ts';

/** What is asked beside the operator's kinds and their Secrets: the cloud account, DNS, every Pod and policy of a namespace, a Pod itself. */
export type Side = 'cloud' | 'names' | 'workloads' | 'pod';

/**
 * The sides that the checks of each link look at. What has none is answered by a handful of reads from the API server. A namespace may have
 * thousands of Pods, so that they count as a side of their own.
 */
export const sidesOf: Readonly<Record<Link, readonly Side[]>> = {
  kubernetes: [],
  operator: [],
  project: [],
  deployment: [],
  declared: [],
  service: [],
  linked: [],
  cloud: ['cloud'],
  network: ['cloud'],
  ids: ['cloud'],
  string: [],
  dns: ['cloud', 'names'],
  workloads: ['cloud', 'names', 'workloads'],
  pod: ['names', 'workloads', 'pod'],
  limits: [],
};

/** The checks that need none of the sides: those of `status NAME`. */
export function clusterChecks(checks: Checks): Checks {
  return Object.fromEntries(Object.entries(checks).filter(([, { link }]) => sidesOf[link].length === 0));
}
