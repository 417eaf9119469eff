import { UserError } from '../core/errors.ts';
import type { KubeClient } from '../kube/client.ts';

/** The rule that operators from 2.12.0 on put into the AtlasDeployment CRD (v2.12.0:api/v1/atlasdeployment_types.go). */
export const retiredRule = 'serverlessSpec cannot be added';

/**
 * Whether the cluster's operator still reconciles serverless endpoints, read from the CRD it came with: operators from 2.12.0 on
 * don't. Undefined where that cannot be seen: the CRD and the published schema both may be out of a person's rights.
 */
export async function reconcilesServerless(client: KubeClient, signal: AbortSignal): Promise<boolean | undefined> {
  const places = [
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/atlasdeployments.atlas.mongodb.com',
    // Every authenticated person may read this one (ClusterRole system:discovery); it publishes the CRD's rules too.
    '/openapi/v3/apis/atlas.mongodb.com/v1',
  ];
  for (const path of places) {
    const answer = await client.transport.send({ method: 'GET', path, signal });
    if (answer.status === 200) return !answer.body.includes(retiredRule);
  }
  return undefined;
}

/** The refusal on an operator that would never touch the endpoint. */
export function serverlessRetired(reference: string): UserError {
  return new UserError(
    `${reference} is Unsupported: this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints, and Atlas retired serverless instances on 2026-01-22`,
    {
      hint: 'use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration',
    },
  );
}
