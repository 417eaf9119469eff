import type { KubeClient } from '../../src/kube/client.ts';
import { ApiError } from '../../src/kube/errors.ts';
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
    try {
      await client.patch(resource, object, operations);
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 409) || tries === 20) throw error;
    }
  }
}
