import { UserError } from '../../../core/errors.ts';
import type { KubeClient } from '../../../kube/client.ts';
import { ApiError } from '../../../kube/errors.ts';
import { servedKinds } from '../../operator/capabilities.ts';
import { privateEndpointResource } from '../../api/private-endpoint.ts';
import type { Target } from '../lookup.ts';

/** An endpoint that the source does not declare. */
export interface Missing {
  readonly target: Target;
  readonly label: string;
  /** The cloud endpoint that it was to have. */
  readonly id: string | undefined;
  /** The verb that was to have it. */
  readonly verb: string;
  /** Whether the verb adds endpoints. */
  readonly declares: boolean;
}

/**
 * The error for a new endpoint in a place that is no longer used for new ones, with the command that makes it where it belongs as far
 * as the operator knows that place.
 * @param reason why it is refused
 */
export async function legacyRefused(
  client: KubeClient,
  { target, label, id, verb, declares }: Missing,
  reason: string,
  signal: AbortSignal,
): Promise<UserError> {
  const of = id === undefined ? '' : ` with the id ${id}, nor one without an id`;
  const what = `${target.reference} declares no endpoint "${label}"${of}`;
  const option = id === undefined ? '' : ` --id ${id}`;
  const again = `kubectl atlas-pe ${declares ? verb : 'up'} ${target.reference} -n ${target.namespace} --endpoint ${label}${option} --legacy`;
  if (!(await servesPrivateEndpoints(client, signal))) {
    return new UserError(`${what}, and a new one is refused: ${reason}`, {
      hint: `this cluster's operator is older than 2.6.0 and has no AtlasPrivateEndpoint, so add it with: ${again}`,
    });
  }
  const [provider, region] = label.split('/');
  const better = `kubectl atlas-pe ${declares ? verb : 'up'} ape/NAME -n ${target.namespace} --project ${target.name} --provider ${provider} --region ${region}${option}`;
  return new UserError(`${what}, and a new one is refused: ${reason}`, {
    hint:
      id === undefined
        ? `make an AtlasPrivateEndpoint: ${better}  or add it all the same: ${again}`
        : `add it beside the others with: ${again}`,
  });
}

async function servesPrivateEndpoints(client: KubeClient, signal: AbortSignal): Promise<boolean> {
  try {
    return (await servedKinds(client, signal)).includes(privateEndpointResource.plural);
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
