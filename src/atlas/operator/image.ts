import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';

const deployments: Resource = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  shape: { spec: { template: { spec: { containers: [{ image: 'string' }] } } } },
};

interface Workload extends KubeObject {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

/**
 * The names that label the operator's Deployment: the first in its manifests (releases/v2.15.1/deploy/all-in-one.yaml), the second
 * by its Helm chart (helm-charts/atlas-operator/templates/_helpers.tpl, the chart's name).
 */
const operatorNames = 'app.kubernetes.io/name in (mongodb-atlas-kubernetes-operator, mongodb-atlas-operator)';

/** The version in the operator's image; undefined where it may not be read, or where there are two operators of two versions. */
export async function imageVersion(
  client: KubeClient,
  signal: AbortSignal,
  warn: (text: string) => void,
): Promise<string | undefined> {
  try {
    const list = await client.list<Workload>(deployments, undefined, { labelSelector: operatorNames }, signal);
    const images = list.items.flatMap(({ spec }) => spec?.template?.spec?.containers ?? []);
    const versions = images.flatMap(
      ({ image }) => /atlas-kubernetes-operator[^:@]*:v?(\d+\.\d+\.\d+)/.exec(image ?? '')?.[1] ?? [],
    );
    return new Set(versions).size === 1 ? versions[0] : undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 403 && error.code !== 404)) throw error;
    if (error.code === 403)
      warn(`could not read the operator's image, so its version is known only from its CRDs: ${error.message}`);
    return undefined;
  }
}
