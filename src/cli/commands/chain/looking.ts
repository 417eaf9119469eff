import { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { Beside } from '../connect/request.ts';

/** How the cluster is read to say why a wait goes on. What the waits of several objects have in common is read for all of them. */
export function looking(
  { client, beside }: { readonly client: KubeClient; readonly beside?: Beside | undefined },
  over: AbortSignal,
): { readonly client: ReadOnce; readonly over?: AbortSignal } {
  // What others wait for too is not given up when this wait is over.
  return beside === undefined ? { client: new ReadOnce(client.transport), over } : { client: beside.recent.client };
}
