import type { KubeClient } from '../kube/client.ts';
import { apiError } from '../kube/client.ts';
import { readCrd, readPublishedSchema, retiredRule } from './operator.ts';

/** Which operators a cluster's CRDs can be of: at least `from`, and older than `before`; undefined where nothing limits it. */
export interface Generation {
  readonly installed: boolean;
  readonly from?: string;
  readonly before?: string;
}

/** What can be read of the CRDs. Undefined is what could not be read. */
export interface CrdEvidence {
  /** The plural names of atlas.mongodb.com/v1; empty when the group is not served. */
  readonly resources: readonly string[];
  /** The CRD of AtlasDeployment, or the published schema, as text. */
  readonly deployments: string | undefined;
  /** The CRD of AtlasPrivateEndpoint, or the published schema, as text. */
  readonly privateEndpoints: string | undefined;
}

/**
 * The operator's generation by what its CRDs have: AtlasPrivateEndpoint since 2.6.0 (912d794f7, PR 1998), the rule that no
 * serverlessSpec can be added since 2.12.0 (v2.12.0:api/v1/atlasdeployment_types.go), supportedRegions of an AtlasPrivateEndpoint
 * since 2.15.0 (releases/v2.15.1/deploy/crds). What was not seen limits nothing.
 */
export function generationOf({ resources, deployments, privateEndpoints }: CrdEvidence): Generation {
  if (resources.length === 0) return { installed: false };
  if (!resources.includes('atlasprivateendpoints')) return { installed: true, before: '2.6.0' };
  const [retired, regional] = [deployments?.includes(retiredRule), privateEndpoints?.includes('supportedRegions')];
  if (regional === true) return { installed: true, from: '2.15.0' };
  const before = retired === false ? '2.12.0' : regional === false ? '2.15.0' : undefined;
  return { installed: true, from: retired === true ? '2.12.0' : '2.6.0', ...(before === undefined ? {} : { before }) };
}

/** `2.6.0 to 2.11`, and so on, for people. */
export function describeGeneration({ installed, from, before }: Generation): string {
  if (!installed) return 'not installed';
  if (from === undefined) return before === undefined ? 'unknown' : `older than ${before}`;
  return before === undefined ? `${from} or later` : `${from} or later, older than ${before}`;
}

/**
 * Reads the CRDs that the cluster serves. Everybody who is logged in may ask for the group and its schema (ClusterRole
 * system:discovery); the CRDs themselves need a right, and older clusters publish no schema.
 * @throws ApiError, ConnectionError when not even the group can be asked for
 */
export async function readGeneration(client: KubeClient, signal: AbortSignal): Promise<Generation> {
  const group = await client.transport.send({ method: 'GET', path: '/apis/atlas.mongodb.com/v1', signal });
  if (group.status === 404) return generationOf({ resources: [], deployments: undefined, privateEndpoints: undefined });
  if (group.status !== 200) throw apiError(group);
  const list = JSON.parse(group.body) as { readonly resources: readonly { readonly name: string }[] };
  const [deployments, privateEndpoints] = await Promise.all([
    readCrd(client, 'atlasdeployments', signal),
    readCrd(client, 'atlasprivateendpoints', signal),
  ]);
  const schema =
    deployments === undefined || privateEndpoints === undefined ? await readPublishedSchema(client, signal) : undefined;
  return generationOf({
    resources: list.resources.map(({ name }) => name),
    deployments: deployments ?? schema,
    privateEndpoints: privateEndpoints ?? schema,
  });
}
