import type { KubeClient } from '../../kube/client.ts';
import { jsonOf, servedNames } from '../../kube/answer.ts';

/** The rule that operators from 2.12.0 on put into the AtlasDeployment CRD (v2.12.0:api/v1/atlasdeployment_types.go). */
export const retiredRule = 'serverlessSpec cannot be added';

/** A CRD of the operator's, as text; undefined where it cannot be read. */
export function readCrd(client: KubeClient, plural: string, signal: AbortSignal): Promise<string | undefined> {
  return readText(
    client,
    `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.atlas.mongodb.com`,
    signal,
  );
}

/**
 * The schema that the cluster publishes of the operator's kinds, with the CRDs' rules, as text. Every authenticated person may read
 * it (ClusterRole system:discovery); undefined where it is not served.
 */
export function readPublishedSchema(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  return readText(client, '/openapi/v3/apis/atlas.mongodb.com/v1', signal);
}

async function readText(client: KubeClient, path: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await client.transport.send({ method: 'GET', path, signal });
  return answer.status === 200 ? answer.body : undefined;
}

/**
 * The plural names of the operator's kinds that the cluster serves; none where the operator is not installed. Everybody who is logged
 * in may ask (ClusterRole system:discovery).
 * @throws ApiError, ConnectionError
 */
export async function servedKinds(client: KubeClient, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await client.transport.send({ method: 'GET', path: '/apis/atlas.mongodb.com/v1', signal });
  if (answer.status === 404) return [];
  return servedNames(jsonOf(answer, client.transport.server), client.transport.server);
}
