import { operatorManifest } from '../sandbox/manifests.ts';
import type { World } from './world.ts';

/** Creates the operator's Deployment, by whose image its version is known. */
export function installOperator(
  world: Pick<World, 'kubernetes'>,
  tag: string,
  namespace = 'mongodb-atlas-system',
): void {
  world.kubernetes.store.create(operatorManifest(tag, namespace));
}
