import { attemptWrite } from '../../src/kube/write/attempt-write.ts';
import type { KubeClient } from '../../src/kube/client.ts';
import type { KubeObject, PatchOperation, Resource } from '../../src/kube/resource.ts';

/**
 * Changes an object as a person does with `kubectl edit`, who tries again when the operator has written it in between.
 * @throws ApiError
 */
export async function edit(
  client: KubeClient,
  resource: Resource,
  [namespace, name]: readonly [string, string],
  operations: readonly PatchOperation[],
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const object = await client.get<KubeObject>(resource, namespace, name);
    if ((await attemptWrite(() => client.patch(resource, object, operations))) !== 'conflict') return;
    if (tries === 20) throw new Error(`${name} keeps changing`);
  }
}
