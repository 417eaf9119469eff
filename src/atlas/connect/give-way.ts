import { KeepsChangingError, SecondObjectError, UserError, isFailure } from '../../core/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { remove } from '../../kube/write/remove.ts';
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
    const { client, target, time } = options;
    const at = { resource: target.source.resource, namespace: target.namespace, name: target.name };
    const isMeant = ({ metadata: { uid } }: KubeObject): boolean => uid === made.metadata.uid;
    await remove(client, at, { isMeant }, time).catch((reason: unknown) => {
      throw isFailure(reason) ? stays(error, options.target, reason) : reason;
    });
    throw new UserError(
      `${error.message}; ${target.reference}, which was created a moment later, has been deleted again`,
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
  const why = reason instanceof KeepsChangingError ? 'it was changed before each attempt' : reason.message;
  return new UserError(
    `${older.message}; ${reference}, which was created a moment later, must be deleted, but deleting it failed: ${why}`,
    { cause: reason, hint: ['have someone with the permission delete it: ', { kubectl: words }] },
  );
}
