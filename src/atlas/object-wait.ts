import { type Verdict, waitFor } from '../core/wait.ts';
import type { KubeObject } from '../kube/resource.ts';
import { follow } from '../kube/watch.ts';
import type { Run } from './run.ts';
import type { Target } from './sources/lookup.ts';

/** What every wait for an object needs. */
export interface ObjectWait extends Run {
  readonly target: Target;
  /** How long one wait may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The hint of a wait that ended too early: how to go on. */
  readonly resume: string;
}

/**
 * Follows the target's object until `judge` says that it is as it is to be; the object is undefined while there is none.
 * @throws TimeoutError; InterruptedError; whatever `judge` throws
 */
export function awaitObject<R>(
  { client, target, time, timeoutMs, resume }: ObjectWait,
  what: string,
  judge: (object: KubeObject | undefined) => Verdict<R>,
  onSeen: (seen: string) => void,
): Promise<R> {
  const selection = { namespace: target.namespace, fieldSelector: `metadata.name=${target.name}` };
  return waitFor<readonly KubeObject[], R>(time, {
    what,
    timeoutMs,
    hint: resume,
    observe: (signal) => follow(client, target.source.resource, selection, { ...time, signal }),
    judge: ([object]) => judge(object),
    onChange: onSeen,
  });
}
