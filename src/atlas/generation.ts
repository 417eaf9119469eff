import type { KubeClient } from '../kube/client.ts';
import { ApiError } from '../kube/errors.ts';
import type { KubeObject, Resource } from '../kube/resource.ts';
import { atlasGroup } from './deployment.ts';
import { reconcilesServerless } from './operator.ts';
import { privateEndpointResource } from './private-endpoint.ts';

/** What a cluster's operator can do, as far as it can be seen. Undefined is unknown, and is treated as that. */
export interface OperatorGeneration {
  /** The version in the image of the operator's Deployment, where that may be read. */
  readonly version: string | undefined;
  /** The versions that have CRDs like the cluster's. */
  readonly range: string | undefined;
  readonly serverless: boolean | undefined;
  readonly privateEndpoint: boolean | undefined;
}

interface Discovered {
  readonly resources?: readonly { readonly name?: string }[];
}

const deployments: Resource = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
};

interface Workload extends KubeObject {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

/** The names that the operator's manifests and its Helm chart give it (v2.11.1:deploy/all-in-one.yaml; helm-charts/atlas-operator). */
const selector =
  'app.kubernetes.io/name in (mongodb-atlas-kubernetes-operator, mongodb-atlas-operator, atlas-operator)';

async function imageVersion(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const list = await unlessRefused(client.list<Workload>(deployments, undefined, { labelSelector: selector }, signal));
  const images = (list?.items ?? []).flatMap(({ spec }) => spec?.template?.spec?.containers ?? []);
  const versions = images.flatMap(
    ({ image }) => /atlas-kubernetes-operator[^:@]*:v?(\d+\.\d+\.\d+)/.exec(image ?? '')?.[1] ?? [],
  );
  // Two operators of two versions, each for its own namespaces: which one is meant cannot be told.
  return new Set(versions).size === 1 ? versions[0] : undefined;
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && (error.code === 403 || error.code === 404)) return undefined;
    throw error;
  }
}

/** Whether the AtlasPrivateEndpoint has supportedRegions: since 2.15.0. */
async function reachesRegions(client: KubeClient, signal: AbortSignal): Promise<boolean | undefined> {
  const { plural, group } = privateEndpointResource;
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.${group}`;
  const crd = await unlessRefused(client.raw<unknown>(path, signal));
  return crd === undefined ? undefined : JSON.stringify(crd).includes('"supportedRegions"');
}

function rangeOf(
  privateEndpoint: boolean | undefined,
  serverless: boolean | undefined,
  regions: boolean | undefined,
): string | undefined {
  if (privateEndpoint === false) return 'up to 2.5';
  if (serverless === true && privateEndpoint === true) return '2.6 to 2.11';
  if (serverless !== false) return undefined;
  if (regions === undefined) return '2.12 or later';
  return regions ? '2.15 or later' : '2.12 to 2.14';
}

/** Reads what the cluster serves, and the operator's Deployment where that is allowed. @throws ApiError other than a refusal */
export async function readGeneration(client: KubeClient, signal: AbortSignal): Promise<OperatorGeneration> {
  const [version, discovered, serverless, regions] = await Promise.all([
    imageVersion(client, signal),
    unlessRefused(client.raw<Discovered>(`/apis/${atlasGroup}/v1`, signal)),
    reconcilesServerless(client, signal),
    reachesRegions(client, signal),
  ]);
  const privateEndpoint = discovered?.resources?.some(({ name }) => name === privateEndpointResource.plural);
  return { version, range: rangeOf(privateEndpoint, serverless, regions), serverless, privateEndpoint };
}

/** `2.11.1`, or what the CRDs say, or that neither is known. */
export function generationText({ version, range }: OperatorGeneration): string {
  const crds = range === undefined ? undefined : `its CRDs are those of ${range}`;
  if (version !== undefined) return crds === undefined ? version : `${version} (${crds})`;
  return range === undefined ? '<unknown>' : `${range} (by its CRDs)`;
}

/** Whether the operator is of this version or later; undefined where that is unknown. */
export function isAtLeast({ version }: OperatorGeneration, major: number, minor: number): boolean | undefined {
  const [has = 0, hasMinor = 0] = (version ?? '').split('.').map(Number);
  return version === undefined ? undefined : has > major || (has === major && hasMinor >= minor);
}
