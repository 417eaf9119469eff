import { UserError } from '../core/errors.ts';
import type { KubeClient } from '../kube/client.ts';
import { type ClusterRegion, endpointsOfCluster, regionsOf } from './cluster.ts';
import type { AtlasDeployment } from './deployment.ts';
import { isSameRegion } from './region.ts';
import { type Source, sources } from './source.ts';
import type { FoundTarget, Target } from './target.ts';

/** The command that makes the object of a region. */
function proposal(deployment: AtlasDeployment, { provider, region }: ClusterRegion): string {
  const { projectRef, externalProjectRef, connectionSecret } = deployment.spec ?? {};
  const { name, namespace = '' } = deployment.metadata;
  const project =
    externalProjectRef?.id === undefined
      ? `--project ${projectRef?.namespace === undefined ? '' : `${projectRef.namespace}/`}${projectRef?.name ?? 'PROJECT'}`
      : `--project-id ${externalProjectRef.id} --connection-secret ${connectionSecret?.name ?? 'SECRET'}`;
  const own = `${name}-${region.toLowerCase().replaceAll('_', '-')}`;
  return `kubectl atlas-pe up ape/${own} -n ${namespace} ${project} --provider ${provider} --region ${region}`;
}

/**
 * A dedicated deployment declares no endpoints itself: the AtlasPrivateEndpoint of its project and region does.
 * @param region the one that is meant, where the cluster has several
 * @returns that object; the target as it is for anything else than a dedicated deployment
 * @throws UserError with the commands that make what is missing, or that choose between regions
 */
export async function sourceOfCluster(
  client: KubeClient,
  found: FoundTarget,
  region: string | undefined,
  command: string,
  signal: AbortSignal,
): Promise<FoundTarget> {
  const { target } = found;
  if (target.source.resource.kind !== 'AtlasDeployment' || found.object === undefined) return found;
  const deployment: AtlasDeployment = found.object;
  const all = regionsOf(deployment);
  if (all.length === 0) return found;
  const wanted = region === undefined ? all : all.filter((each) => isSameRegion(each.region, region));
  if (wanted.length === 0) {
    throw new UserError(`${target.reference} has no part in the region ${region}`, {
      hint: `its regions are: ${all.map((each) => each.region).join(', ')}`,
    });
  }
  const { services } = await endpointsOfCluster(client, deployment, signal);
  const parts = wanted.map((each) => ({
    ...each,
    service: services.find(
      ({ spec }) => spec?.provider === each.provider && isSameRegion(spec.region ?? '', each.region),
    ),
  }));
  const missing = parts.filter(({ service }) => service === undefined);
  if (missing.length > 0) {
    const where = missing.map(({ provider, region: name }) => `${provider} ${name}`).join(', ');
    throw new UserError(`no AtlasPrivateEndpoint of ${target.reference}'s project is for ${where}`, {
      hint: `make ${missing.length === 1 ? 'it' : 'them'} with: ${missing.map((each) => proposal(deployment, each)).join('  and: ')}`,
    });
  }
  const [only, second] = parts;
  if (only?.service === undefined) return found;
  if (second !== undefined) {
    const commands = parts.map(({ service }) => command.replace('SOURCE', `ape/${service?.metadata.name}`));
    throw new UserError(
      `${target.reference} has ${parts.length} regions, each with an AtlasPrivateEndpoint of its own`,
      {
        hint: `all of them need an endpoint before Atlas publishes a private string; go on with: ${commands.join('  and: ')}`,
      },
    );
  }
  const { name, namespace = target.namespace } = only.service.metadata;
  const source: Source = sources.atlasprivateendpoint;
  const service: Target = { source, namespace, name, reference: `${source.resource.singular}/${name}` };
  return { target: service, object: only.service };
}
