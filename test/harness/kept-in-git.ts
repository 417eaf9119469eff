import { load } from 'js-yaml';
import type { World } from './world.ts';

/** The manifest of an AtlasPrivateEndpoint that lists no endpoint yet, with comments. */
export const gitManifest = `# What the shop connects through
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop-us # the label of its endpoint, too
spec:
  provider: AWS
  region: US_EAST_1
  # one item for each VPC
  awsConfiguration: []
`;

/** What applies the manifest, by the mark that it leaves on the object. */
const marks = {
  flux: {
    labels: {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    },
  },
  argo: {
    annotations: {
      'argocd.argoproj.io/tracking-id': 'shop:atlas.mongodb.com/AtlasPrivateEndpoint:default/shop-us',
    },
  },
} as const;

/** Adds a dedicated cluster with an AtlasPrivateEndpoint that is applied from its manifest. */
export function addKept(world: World, by: keyof typeof marks): void {
  world.deployCluster();
  world.addService();
  world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    Object.assign(object['metadata'] as object, marks[by]);
  });
}

/** Writes what a manifest has in its spec to the object, as a sync does. */
export function sync({ kubernetes }: World, text: string): void {
  const { spec } = load(text) as { readonly spec: Record<string, unknown> };
  kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    Object.assign(object['spec'] as object, spec);
  });
}
