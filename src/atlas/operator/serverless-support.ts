import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { can } from './abilities.ts';
import { readCrd, readPublishedSchema, retiredRule } from './capabilities.ts';
import { imageVersion } from './image.ts';

/**
 * Whether the cluster's operator still reconciles serverless endpoints, which those from 2.12.0 on don't: by its image, and where that may
 * not be read by the CRD, which may have been left behind by another version. Undefined where neither can be seen: the CRD and the
 * published schema both may be out of a person's rights.
 */
export async function reconcilesServerless(client: KubeClient, signal: AbortSignal): Promise<boolean | undefined> {
  const version = await imageVersion(client, signal, () => undefined);
  if (version !== undefined) return can({ installed: true, version }, 'reconcilesServerless');
  const text = (await readCrd(client, 'atlasdeployments', signal)) ?? (await readPublishedSchema(client, signal));
  return text === undefined ? undefined : !text.includes(retiredRule);
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
