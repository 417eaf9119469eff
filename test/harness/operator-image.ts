import type { World } from './world.ts';

/** Creates the operator's Deployment, by whose image its version is known. */
export function installOperator(world: World, tag: string, namespace = 'mongodb-atlas-system'): void {
  world.kubernetes.store.create({
    kind: 'Deployment',
    metadata: {
      name: 'mongodb-atlas-operator',
      namespace,
      labels: { 'app.kubernetes.io/name': 'mongodb-atlas-kubernetes-operator' },
    },
    spec: {
      template: {
        spec: { containers: [{ name: 'manager', image: `quay.io/mongodb/mongodb-atlas-kubernetes-operator:${tag}` }] },
      },
    },
  });
}
