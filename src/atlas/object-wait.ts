import type { Hint } from '../core/next-command.ts';
import { type Verdict, waitFor } from '../core/wait.ts';
import type { KubeObject } from '../kube/resource.ts';
import { follow } from '../kube/watch.ts';
import type { Run } from './run.ts';
import type { Target } from './sources/lookup.ts';

/** Everything needed to wait for an object. */
export interface ObjectWait extends Run {
  readonly target: Target;
  /** How long a wait may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The hint if a wait ends early: how to continue. */
  readonly resume: Hint;
}

/**
 * Follows the target's object until `judge` ends the wait. While the object does not exist, `judge` gets undefined.
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
