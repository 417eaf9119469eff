import type { Owner } from '../../../core/cloud-endpoint.ts';
import { tagLimits } from '../tags.ts';

/** The name of the connection of a new endpoint, and of its address if that is asked for. */
export const CONNECTION = 'atlas';

/** The longest message that Azure accepts (privateEndpoints, requestMessage). */
const MESSAGE_LENGTH = 140;

/** What the owner of the service is told of a new endpoint. */
export function requestMessage({ namespace, source, label }: Owner): string {
  return `${tagLimits.own}: ${namespace}/${source}, endpoint ${label}`.slice(0, MESSAGE_LENGTH);
}
