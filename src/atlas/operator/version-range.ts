import type { KubeClient } from '../../kube/client.ts';
import { readCrd, readPublishedSchema, retiredRule, servedKinds } from './capabilities.ts';
import { imageVersion } from './image.ts';

/** Which operator versions a cluster's CRDs may belong to: at least `from` and older than `before`; undefined means no limit. */
export interface Generation {
  readonly installed: boolean;
  readonly from?: string;
  readonly before?: string;
  /** The version in the image of the operator's Deployment, if that may be read. */
  readonly version?: string;
}

/** What is known about the CRDs. What could not be read is undefined. */
export interface CrdEvidence {
  /** The plural names in atlas.mongodb.com/v1; empty if the group is not served. */
  readonly resources: readonly string[];
  /** The CRD of AtlasDeployment, or the published schema, as text. */
  readonly deployments: string | undefined;
  /** The CRD of AtlasPrivateEndpoint, or the published schema, as text. */
  readonly privateEndpoints: string | undefined;
}

/**
 * The operator's generation by what its CRDs have: AtlasDataFederation since some version after 1.6 (v1.6.0:config/crd/bases has none,
 * v2.0.0's has), AtlasPrivateEndpoint since 2.6.0 (912d794f7, PR 1998), the rule that no
 * serverlessSpec can be added since 2.12.0 (v2.12.0:api/v1/atlasdeployment_types.go), supportedRegions of an AtlasPrivateEndpoint
 * since 2.15.0 (releases/v2.15.1/deploy/crds). What could not be read imposes no limit.
 */
export function generationOf({ resources, deployments, privateEndpoints }: CrdEvidence): Generation {
  if (resources.length === 0) return { installed: false };
  if (!resources.includes('atlasprivateendpoints'))
    return {
      installed: true,
      ...(resources.includes('atlasdatafederations') ? { from: '1.7.0' } : {}),
      before: '2.6.0',
    };
  const [retired, regional] = [deployments?.includes(retiredRule), privateEndpoints?.includes('supportedRegions')];
  if (regional === true) return { installed: true, from: '2.15.0' };
  const before = retired === false ? '2.12.0' : regional === false ? '2.15.0' : undefined;
  return { installed: true, from: retired === true ? '2.12.0' : '2.6.0', ...(before === undefined ? {} : { before }) };
}

/** The range in words, such as `2.6.0 or later, older than 2.12.0`. */
export function describeGeneration({ installed, from, before, version }: Generation): string {
  if (!installed) return 'not installed';
  const range =
    from === undefined
      ? before === undefined
        ? 'unknown'
        : `older than ${before}`
      : before === undefined
        ? `${from} or later`
        : `${from} or later, older than ${before}`;
  return version === undefined ? range : `${version} (from its image; its CRDs: ${range})`;
}

/** Whether the operator has this version or a later one; undefined if neither its image nor its CRDs tell. */
export function isAtLeast({ version, from, before }: Generation, wanted: string): boolean | undefined {
  if (version !== undefined) return !isOlder(version, wanted);
  if (from !== undefined && !isOlder(from, wanted)) return true;
  return before !== undefined && !isOlder(wanted, before) ? false : undefined;
}

function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((index) => left?.[index] !== right?.[index]);
  return at !== undefined && (left?.[at] ?? 0) < (right?.[at] ?? 0);
}

/**
 * Reads the CRDs that the cluster serves, and the operator's Deployment.
 * @param warn called if the Deployment may not be read
 * @throws ApiError, ConnectionError if not even the group can be read
 */
export async function readGeneration(
  client: KubeClient,
  signal: AbortSignal,
  warn: (text: string) => void = () => undefined,
): Promise<Generation> {
  const [found, version] = await Promise.all([readCrdRange(client, signal), imageVersion(client, signal, warn)]);
  return found.installed && version !== undefined ? { ...found, version } : found;
}

/**
 * The generation of the operator that runs, for callers that only ask what it can do. Its image tells that; the CRDs, which another version
 * may have left behind, are read only where it does not.
 * @throws ApiError, ConnectionError if not even the group can be read
 */
export async function runningGeneration(client: KubeClient, signal: AbortSignal): Promise<Generation> {
  const version = await imageVersion(client, signal, () => undefined);
  return version === undefined ? readCrdRange(client, signal) : { installed: true, version };
}

/**
 * The range by the CRDs. Every authenticated user may read the group and its schema (ClusterRole system:discovery); the CRDs themselves
 * require a permission, and older clusters publish no schema.
 */
async function readCrdRange(client: KubeClient, signal: AbortSignal): Promise<Generation> {
  const resources = await servedKinds(client, signal);
  if (resources.length === 0) return generationOf({ resources, deployments: undefined, privateEndpoints: undefined });
  const [crd, privateEndpoints] = await Promise.all([
    readCrd(client, 'atlasdeployments', signal),
    readCrd(client, 'atlasprivateendpoints', signal),
  ]);
  const schema =
    crd === undefined || privateEndpoints === undefined ? await readPublishedSchema(client, signal) : undefined;
  return generationOf({
    resources,
    deployments: crd ?? schema,
    privateEndpoints: privateEndpoints ?? schema,
  });
}
