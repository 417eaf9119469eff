import { createHash } from 'node:crypto';
import type { Owner } from '../../../core/cloud-endpoint.ts';

/**
 * The name of an endpoint: the same for every run that wants the same endpoint, so that a creation whose answer was lost is the same
 * resource again. At most 80 characters (learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).
 * @param service given if the endpoint of a former service still has the usual name
 */
export function endpointName(owner: Owner, service?: string): string {
  const readable = `atlas-pe-${owner.namespace}-${owner.label}`.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 71);
  const identity = JSON.stringify([
    owner.uid,
    owner.namespace,
    owner.source,
    owner.label,
    ...(service === undefined ? [] : [service]),
  ]);
  return `${readable}-${createHash('sha256').update(identity).digest('hex').slice(0, 8)}`;
}
