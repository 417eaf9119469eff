import type { World } from './world.ts';

/** Writes the status of the serverless deployment `orders` as if the operator, which is stopped, had. */
export function setStatus(world: World, entries: readonly Record<string, string>[]): void {
  world.operator.paused = true;
  world.kubernetes.store.edit(
    'atlasdeployments',
    'default',
    'orders',
    (object) => {
      object['status'] = { observedGeneration: 1, serverlessPrivateEndpoints: entries };
    },
    'status',
  );
}
