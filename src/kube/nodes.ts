import type { KubeClient } from './client.ts';
import type { KubeObject, Resource } from './resource.ts';

const nodeResource: Resource = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  singular: 'node',
  kind: 'Node',
  shape: { spec: { providerID: 'string' } },
};

interface Node extends KubeObject {
  readonly spec?: { readonly providerID?: string };
}

/** Where the cluster's nodes are, sorted by name. @throws ApiError `Forbidden` without permission to list nodes */
export async function listNodes(
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly { readonly name: string; readonly providerId: string; readonly region: string | undefined }[]> {
  const { items } = await client.list<Node>(nodeResource, undefined, {}, signal);
  return items
    .map(({ metadata: { name, labels }, spec }) => ({
      name,
      providerId: spec?.providerID ?? '',
      // Clusters before Kubernetes 1.17 have the second label.
      region: labels?.['topology.kubernetes.io/region'] ?? labels?.['failure-domain.beta.kubernetes.io/region'],
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
