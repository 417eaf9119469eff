import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';

const deployments: Resource = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  shape: {
    spec: {
      replicas: 'number',
      template: {
        spec: {
          containers: [
            {
              name: 'string',
              image: 'string',
              env: [{ name: 'string', value: 'string', valueFrom: { fieldRef: { fieldPath: 'string' } } }],
            },
          ],
        },
      },
    },
    status: { readyReplicas: 'number' },
  },
};

interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly env?: readonly {
    readonly name?: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath?: string } };
  }[];
}

/** A Deployment of the operator, as far as it is read. */
export interface OperatorDeployment extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } };
  };
  readonly status?: { readonly readyReplicas?: number };
}

/**
 * The names that label the operator's Deployment: the first in its manifests (releases/v2.15.1/deploy/all-in-one.yaml), the second
 * by its Helm chart (helm-charts/atlas-operator/templates/_helpers.tpl, the chart's name).
 */
export const operatorNames = 'app.kubernetes.io/name in (mongodb-atlas-kubernetes-operator, mongodb-atlas-operator)';

/** The Deployments of the operator in all namespaces. @throws ApiError */
export async function operatorDeployments(
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly OperatorDeployment[]> {
  return (await client.list<OperatorDeployment>(deployments, undefined, { labelSelector: operatorNames }, signal))
    .items;
}

/** The version in the name of an operator's image; undefined for any other image. */
export function imageOf(image = ''): string | undefined {
  return /atlas-kubernetes-operator[^:@]*:v?(\d+\.\d+\.\d+)/.exec(image)?.[1];
}

/** The version in the operator's image; undefined where it may not be read, or where there are two operators of two versions. */
export async function imageVersion(
  client: KubeClient,
  signal: AbortSignal,
  warn: (text: string) => void,
): Promise<string | undefined> {
  try {
    const found = await operatorDeployments(client, signal);
    const containers = found.flatMap(({ spec }) => spec?.template?.spec?.containers ?? []);
    const versions = containers.flatMap(({ image }) => imageOf(image) ?? []);
    return new Set(versions).size === 1 ? versions[0] : undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 403 && error.code !== 404)) throw error;
    if (error.code === 403)
      warn(`could not read the operator's image, so its version is known only from its CRDs: ${error.message}`);
    return undefined;
  }
}
