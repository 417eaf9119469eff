import { partsOf } from '../../core/endpoint.ts';
import { partOfName, relativeName } from './names.ts';

/**
 * The day on which Atlas ends services without port mapping: none can be made after it, and those that are there stop working
 * (mongodb.com/docs/atlas/security-private-endpoint, "Learn About Private Endpoints in Atlas").
 */
export const LEGACY_END = '2027-04-30';

/** The service attachments that a service consists of: one where ports are mapped, else one for each node that Atlas may need. */
export function attachmentsOf(service: string): readonly string[] {
  return partsOf(service).map(relativeName);
}

/** Whether a service is one without port mapping: it has many attachments, 50 unless the project's limit was changed. */
export function isLegacy(service: string): boolean {
  return partsOf(service).length > 1;
}

/** The region that a service's attachments, and so its endpoints, are in; undefined for a service that is not known. */
export function regionOfService(service: string): string | undefined {
  const [first] = attachmentsOf(service);
  return first === undefined ? undefined : partOfName(first, 'regions');
}
