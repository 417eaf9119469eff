import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { privateEndpointResource } from '../../api/private-endpoint.ts';
import type { AtlasProject } from '../../api/project.ts';
import { servedKinds } from '../../operator/capabilities.ts';
import type { Run } from '../../run.ts';
import type { MissingEndpoint } from '../source.ts';

/** Why nothing new is declared in a project without being asked for. */
const reason =
  'spec.privateEndpoints of an AtlasProject is deprecated, and its status has no state of the single endpoint';

/**
 * The error for a new endpoint in a project's own list, with the command that makes it where it belongs as far as the operator knows
 * that place.
 */
export async function legacyRefused(
  { metadata: { name, namespace = '' } }: AtlasProject,
  { label, id, verb, declares }: MissingEndpoint,
  run: Run,
): Promise<UserError> {
  const reference = `atlasproject/${name}`;
  const of = id === undefined ? '' : ` with the id ${id}, nor one without an id`;
  const message = `${reference} declares no endpoint "${label}"${of}, and a new one is refused: ${reason}`;
  const option = id === undefined ? '' : ` --id ${id}`;
  const command = `kubectl atlas-pe ${declares ? verb : 'up'}`;
  const again = `${command} ${reference} -n ${namespace} --endpoint ${label}${option} --legacy`;
  if (!(await servesPrivateEndpoints(run))) {
    return new UserError(message, {
      hint: `this cluster's operator is older than 2.6.0 and has no AtlasPrivateEndpoint, so add it with: ${again}`,
    });
  }
  const [provider, region] = label.split('/');
  const better = `${command} ape/NAME -n ${namespace} --project ${name} --provider ${provider} --region ${region}${option}`;
  return new UserError(message, {
    hint:
      id === undefined
        ? `make an AtlasPrivateEndpoint: ${better}  or add it all the same: ${again}`
        : `add it beside the others with: ${again}`,
  });
}

async function servesPrivateEndpoints({ client, time }: Run): Promise<boolean> {
  try {
    return (await servedKinds(client, time.signal)).includes(privateEndpointResource.plural);
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
