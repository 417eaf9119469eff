import type { KubeClient } from '../client.ts';
import { ApiError } from '../errors.ts';
import type { KubeObject, Resource } from '../resource.ts';
import { attemptWrite } from './attempt-write.ts';

/**
 * Deletes an object as it had been read. One that is gone is no error: the answer to an earlier attempt may have been lost, and somebody
 * else may have been faster.
 * @returns `conflict` if the object has changed since
 * @throws UserError if a policy refuses; ApiError; ConnectionError
 */
export async function attemptDelete(
  client: KubeClient,
  resource: Resource,
  planned: KubeObject,
  signal: AbortSignal,
): Promise<'deleted' | 'conflict'> {
  try {
    const deleted = await attemptWrite(() => client.delete(resource, planned, { signal }));
    return deleted === 'conflict' ? 'conflict' : 'deleted';
  } catch (error) {
    if (error instanceof ApiError && error.code === 404 && !error.notServed) return 'deleted';
    throw error;
  }
}
