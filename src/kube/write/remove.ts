import { conflictPauses } from '../../core/retries/backoff.ts';
import { KeepsChangingError, MAX_CONFLICTS } from '../../core/errors.ts';
import type { Time } from '../../core/wait.ts';
import type { KubeClient } from '../client.ts';
import { isNotFound } from '../errors.ts';
import type { KubeObject } from '../resource.ts';
import { attemptWrite } from './attempt-write.ts';
import type { Changed } from './change.ts';

/** How an object is looked at before each attempt to delete it. */
export interface Removal {
  /** Whether it is still the one to delete. @throws to leave it where it is */
  readonly isMeant: (object: KubeObject) => boolean;
  /** Told that it has changed and is read again. */
  readonly onConflict?: () => void;
}

/**
 * Deletes an object as it is now. One that is gone or going is no error: the answer to an earlier attempt may have been lost, and somebody
 * else may have been faster.
 * @throws ApiError; UserError if a policy refuses; KeepsChangingError; whatever `isMeant` throws
 */
export async function remove(
  client: KubeClient,
  { resource, namespace, name }: Changed,
  { isMeant, onConflict }: Removal,
  time: Time,
): Promise<void> {
  const pauses = conflictPauses();
  for (let tries = 0; tries < MAX_CONFLICTS; tries += 1) {
    const now = await client.find(resource, namespace, name, time.signal);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined || !isMeant(now)) return;
    try {
      const deleted = await attemptWrite(() => client.delete(resource, now, { signal: time.signal }));
      if (deleted !== 'conflict') return;
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    // The operator may write the status at any time.
    onConflict?.();
    await time.sleep(pauses.next(), time.signal);
  }
  throw new KeepsChangingError({ reference: `${resource.singular}/${name}`, namespace });
}
