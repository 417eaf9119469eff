import { UserError } from '../../../core/errors.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import { ApiError } from '../../../kube/errors.ts';
import { privateEndpointResource } from '../../api/private-endpoint.ts';
import type { AtlasProject } from '../../api/project.ts';
import { servedKinds } from '../../operator/capabilities.ts';
import type { Run } from '../../run.ts';
import { refusalOf } from './item-forms.ts';
import type { MissingEndpoint } from '../source.ts';

/** Why new endpoints are not declared in a project by default. */
const reason = 'spec.privateEndpoints of an AtlasProject is deprecated, and its status has no state for each endpoint';

/**
 * The error for a new endpoint in a project's own list. It proposes the command that creates an AtlasPrivateEndpoint instead, if the
 * cluster's operator supports that.
 */
export async function legacyRefused(
  { metadata: { name, namespace = '' } }: AtlasProject,
  { label, id, verb, declares }: MissingEndpoint,
  run: Run,
): Promise<UserError> {
  const reference = `atlasproject/${name}`;
  const of = id === undefined ? '' : ` with the id ${id} or without an id`;
  const message = `${reference} declares no endpoint "${label}"${of}, and a new one is refused: ${reason}`;
  const on = { verb: declares ? verb : 'up', namespace };
  const again: OwnCommand = { ...on, source: reference, flags: { endpoint: label, id, legacy: true } };
  if (!(await servesPrivateEndpoints(run))) {
    return new UserError(message, {
      hint: ["this cluster's operator is older than 2.6.0 and has no AtlasPrivateEndpoint, so add it with: ", again],
    });
  }
  const [provider, region] = label.split('/');
  const better: OwnCommand = { ...on, source: 'ape/NAME', flags: { project: name, provider, region } };
  return new UserError(message, {
    hint:
      id === undefined
        ? ['create an AtlasPrivateEndpoint instead: ', better, '  or add it here anyway: ', again]
        : ['add it to the others with: ', again],
  });
}

/** @throws UserError for a new endpoint of a cloud that a project should have none of, with the command that makes it elsewhere */
export function refuseUnfit({ metadata: { name, namespace = '' } }: AtlasProject, label: string): void {
  const [provider = '', region = ''] = label.split('/');
  const refusal = refusalOf(provider);
  if (refusal === undefined) return;
  throw new UserError(`a new endpoint ${label} in atlasproject/${name} is refused: ${refusal}`, {
    hint: [
      'create an AtlasPrivateEndpoint instead: ',
      { verb: 'up', source: 'ape/NAME', namespace, flags: { project: name, provider, region } },
    ],
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
