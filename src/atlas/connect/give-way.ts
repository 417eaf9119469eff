import { MAX_CONFLICTS, SecondObjectError, UserError, isFailure } from '../../core/errors.ts';
import { conflictPauses } from '../../core/retries/backoff.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { attemptDelete } from '../../kube/write/attempt-delete.ts';
import type { ConnectOptions } from './options.ts';

/**
 * Deletes the object that this run has made where an older one is for the same service in Atlas: the operator deletes what the other one lists,
 * for each of the two. Nothing is connected through it yet.
 * @throws UserError that names the other one, once this one is deleted
 */
export async function giveWay(options: ConnectOptions, made: KubeObject): Promise<void> {
  try {
    await options.refuseOlder?.(made);
  } catch (error) {
    // Whatever else ends the look, such as Ctrl-C, says nothing of another object.
    if (!(error instanceof SecondObjectError)) throw error;
    await remove(options, made).catch((reason: unknown) => {
      throw isFailure(reason) ? stays(error, options.target, reason) : reason;
    });
    throw new UserError(
      `${error.message}; ${options.target.reference}, which was created a moment later, has been deleted again`,
      {
        cause: error,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      },
    );
  }
}

/** The error where the object cannot be deleted, for want of a permission most likely: somebody has to do that before either is linked. */
function stays(
  older: SecondObjectError,
  { reference, namespace, name }: ConnectOptions['target'],
  reason: UserError,
): UserError {
  const words = ['delete', 'atlasprivateendpoint', name, '-n', namespace];
  return new UserError(
    `${older.message}; ${reference}, which was created a moment later, must be deleted, but deleting it failed: ${reason.message}`,
    { cause: reason, hint: ['have someone with the permission delete it: ', { kubectl: words }] },
  );
}

/** Deletes the object as it is now, unless it is another one by then. */
async function remove({ client, target, time }: ConnectOptions, { metadata: { uid } }: KubeObject): Promise<void> {
  const { source, namespace, name } = target;
  const pauses = conflictPauses();
  for (let tries = 0; tries < MAX_CONFLICTS; tries += 1) {
    const now = await client.find(source.resource, namespace, name, time.signal);
    if (now === undefined || now.metadata.uid !== uid || now.metadata.deletionTimestamp !== undefined) return;
    const deleted = await attemptDelete(client, source.resource, now, time.signal);
    if (deleted !== 'conflict') return;
    await time.sleep(pauses.next(), time.signal);
  }
}
