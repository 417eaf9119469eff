import { regionOf } from './links.ts';
import type { Google, OperationFailure, Project } from './model.ts';

export const RULES_QUOTA = 'PSC_INTERNAL_LB_FORWARDING_RULES';
export const ADDRESSES_QUOTA = 'INTERNAL_ADDRESSES';

/** What a new project may have in each region. */
export const usualQuotas: ReadonlyMap<string, number> = new Map([
  [RULES_QUOTA, 75],
  [ADDRESSES_QUOTA, 200],
]);

/** How much of a quota is used in a region. */
export function usage(google: Google, project: Project, region: string, quota: string): number {
  const members = quota === RULES_QUOTA ? google.rules : google.addresses;
  const start = `projects/${project.id}/`;
  return [...members.keys()].filter((name) => name.startsWith(start) && regionOf(name) === region).length;
}

/** What an insertion ends with where the quota is used up; undefined where there is room. */
export function exceeded(
  google: Google,
  project: Project,
  region: string,
  quota: string,
): OperationFailure | undefined {
  const limit = project.quotas.get(quota) ?? Infinity;
  if (usage(google, project, region, quota) < limit) return undefined;
  return {
    code: 'QUOTA_EXCEEDED',
    message: `Quota '${quota}' exceeded.  Limit: ${limit.toFixed(1)} in region ${region}.`,
    httpStatus: 403,
    details: [
      {
        quotaInfo: {
          metricName: `compute.googleapis.com/${quota.toLowerCase()}`,
          limitName: `${quota.replaceAll('_', '-')}-per-project-region`,
          limit,
          dimensions: { region },
        },
      },
    ],
  };
}
