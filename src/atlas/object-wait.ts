import { type Time, type Verdict, waitFor } from '../core/wait.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeObject } from '../kube/resource.ts';
import { follow } from '../kube/watch.ts';
import type { Target } from './sources/lookup.ts';

/** What every wait for an object needs. */
export interface ObjectWait {
  readonly client: KubeClient;
  readonly target: Target;
  readonly time: Time;
  readonly timeoutMs: number;
  /** The command that goes on after a timeout or an interruption. */
  readonly resume: string;
  /** Told when the cluster stops answering during a wait. */
  readonly onConnection: (text: string) => void;
}

/**
 * Follows the target's object until `judge` says that it is as it is to be; the object is undefined while there is none.
 * @throws TimeoutError; InterruptedError; whatever `judge` throws
 */
export function awaitObject<R>(
  { client, target, time, timeoutMs, resume, onConnection }: ObjectWait,
  what: string,
  judge: (object: KubeObject | undefined) => Verdict<R>,
  onSeen: (seen: string) => void,
): Promise<R> {
  const selection = { namespace: target.namespace, fieldSelector: `metadata.name=${target.name}`, onConnection };
  return waitFor<readonly KubeObject[], R>(time, {
    what,
    timeoutMs,
    hint: resume,
    observe: (signal) => follow(client, target.source.resource, selection, time, signal),
    judge: ([object]) => judge(object),
    onChange: onSeen,
  });
}
