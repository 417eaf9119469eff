import type { Owner } from '../../../core/cloud-endpoint.ts';
import { digestOf } from '../../../core/script/digest.ts';

/**
 * The name of an endpoint: the same for every run that wants the same endpoint, so that a creation whose answer was lost is the same
 * resource again. At most 80 characters (learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).
 * @param service given if the endpoint of a former service still has the usual name
 */
export function endpointName(owner: Owner, service?: string): string {
  const readable = `atlas-pe-${owner.namespace}-${owner.label}`.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 71);
  return `${readable}-${digestOf(identityOf(owner, service))}`;
}

/** What an endpoint's name tells from others by a digest. */
export function identityOf({ uid, namespace, source, label }: Owner, service?: string): string {
  return JSON.stringify([uid, namespace, source, label, ...(service === undefined ? [] : [service])]);
}
