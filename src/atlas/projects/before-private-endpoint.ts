import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import { privateEndpointResource } from '../api/private-endpoint.ts';
import { servedKinds } from '../operator/capabilities.ts';
import type { Run } from '../run.ts';
import type { RegionalSource } from './cluster-regions.ts';

/**
 * Refuses regions of which nothing declares the endpoints where the cluster serves no AtlasPrivateEndpoint, which came with operator 2.6.0
 * (912d794f7, PR 1998): before that they are items of the AtlasProject.
 * @throws UserError with the commands that declare them there
 */
export async function refuseBeforePrivateEndpoint(
  { client, time }: Run,
  { metadata, spec }: AtlasDeployment,
  missing: readonly RegionalSource[],
): Promise<void> {
  const served = await servedKinds(client, time.signal);
  if (served.includes(privateEndpointResource.plural)) return;
  const { name = 'PROJECT', namespace } = spec?.projectRef ?? {};
  const commands = missing.map(({ provider, region }) => ({
    verb: 'up',
    source: `ap/${name}`,
    namespace: namespace ?? metadata.namespace,
    flags: { endpoint: `${provider}/${region}`, legacy: true as const },
  }));
  const hint: Hint = commands.flatMap((command, at) => [
    at === 0 ? 'declare it in the project with: ' : '  and: ',
    command,
  ]);
  const where = missing.map(({ provider, region }) => `${provider} ${region}`).join(', ');
  throw new UserError(
    `nothing declares the endpoints of atlasdeployment/${metadata.name} for ${where}, and this cluster's operator is older than 2.6.0, which introduced AtlasPrivateEndpoint`,
    { hint },
  );
}
