import type { KubeClient } from '../../kube/client.ts';
import { pluralsServed } from '../../kube/discovery.ts';

/** The rule in the AtlasDeployment CRD of operators from 2.12.0 on (v2.12.0:api/v1/atlasdeployment_types.go). */
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
 * The schema that the cluster publishes for the operator's kinds, including the CRDs' rules, as text. Every authenticated user may read
 * it (ClusterRole system:discovery); undefined if it is not served.
 */
export function readPublishedSchema(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  return readText(client, '/openapi/v3/apis/atlas.mongodb.com/v1', signal);
}

async function readText(client: KubeClient, path: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await client.ask(path, signal);
  return answer.status === 200 ? answer.body : undefined;
}

/** The plural names of the operator's kinds that the cluster serves; none if the operator is not installed. @throws ApiError, ConnectionError */
export function servedKinds(client: KubeClient, signal: AbortSignal): Promise<readonly string[]> {
  return pluralsServed(client, 'atlas.mongodb.com/v1', signal);
}
