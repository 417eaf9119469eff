import { keeperOf } from '../ownership/keeper.ts';
import { awaitObject, type ObjectWait } from '../object-wait.ts';
import type { Verdict } from '../../core/wait.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';

/** A change that a person makes where the manifest is kept, and that comes to the cluster from there. */
export interface GitChange {
  /** The object as the cluster has it; where it has none yet, as it has to become. */
  readonly object: KubeObject;
  readonly isNew: boolean;
  /** What changes an object: the cluster's, or the one in a file. Nothing changes a new one. */
  readonly operations: (object: KubeObject) => readonly PatchOperation[];
  /** Whether an object has the change. */
  readonly isThere: (object: KubeObject) => boolean;
}

/** Hands a change over to whoever keeps the manifest: shows it, or writes it into a file. @throws UserError where it cannot */
export type Offer = (change: GitChange) => Promise<void>;

/**
 * Has a change made where the manifest is kept, and waits until the cluster has it.
 * @returns what applied it
 * @throws UserError where it cannot be handed over; TimeoutError; InterruptedError
 */
export async function throughGit(
  options: ObjectWait & { readonly offer: Offer },
  change: GitChange,
  onSeen: (seen: string) => void,
): Promise<string> {
  const { target, offer } = options;
  await offer(change);
  const keeper = change.isNew ? undefined : keeperOf(change.object);
  const who = keeper?.name ?? 'whatever applies the manifest';
  const how = keeper?.syncs === false ? 'apply the changed manifest' : `commit the change, and ${who} applies it`;
  const waiting = `not applied yet; ${how}`;
  const judge = (now: KubeObject | undefined): Verdict<string> =>
    now !== undefined && change.isThere(now) ? { done: 'applied from its manifest' } : { waiting };
  return awaitObject(options, `the change to ${target.reference} to be applied from its manifest`, judge, onSeen);
}
