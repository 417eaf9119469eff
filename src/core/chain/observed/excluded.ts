import type { Observed } from '../observed.ts';

/** Whether the kind of the cluster says already why there is no endpoint. */
export function isExcluded({ endpoint, clusters = [] }: Observed): boolean {
  const hasNone = endpoint === undefined || endpoint.phase === 'Unsupported';
  return hasNone && clusters.some(({ kind }) => kind !== 'dedicated' && kind !== 'serverless');
}
