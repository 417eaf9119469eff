import { jsonOf } from './answer.ts';
import type { KubeClient } from './client.ts';
import { unintelligible } from './http/connection-error.ts';
import { isRecord, text } from './json.ts';

/**
 * The plural names of the kinds that a version of an API group serves; none if the group is not there. Every authenticated user may read
 * them (ClusterRole system:discovery).
 * @param groupVersion such as `atlas.mongodb.com/v1`
 * @throws ApiError, ConnectionError
 */
export async function pluralsServed(
  client: KubeClient,
  groupVersion: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await client.ask(`/apis/${groupVersion}`, signal);
  if (answer.status === 404) return [];
  const list = jsonOf(answer, client.transport.server);
  if (!isRecord(list) || !Array.isArray(list['resources']))
    throw unintelligible(client.transport.server, 'a list of kinds');
  return list['resources'].flatMap((each: unknown) => (isRecord(each) ? (text(each['name']) ?? []) : []));
}
