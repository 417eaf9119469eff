import { UserError } from '../../core/errors.ts';
import type { FlagWords, Hint, OwnCommand } from '../../core/next-command.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import { typeMeta } from '../api/custom-resource.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import { isSameRegion } from '../api/region.ts';
import type { Run } from '../run.ts';
import { type FoundTarget, type Target, targetOf } from '../sources/lookup.ts';
import type { Source } from '../sources/source.ts';
import { sources } from '../sources/table.ts';
import { type ClusterEndpoints, type ClusterRegion, endpointsOfCluster, regionsOf } from './cluster-endpoints.ts';

/** Generated name, such as orders-us-east-1; with the provider in it where two clouds of the cluster share the region's name, as US_EAST_2. */
function generatedName(deployment: AtlasDeployment, { provider, region }: ClusterRegion): string {
  const namesakes = regionsOf(deployment).filter((each) => each.region === region).length;
  const words = [deployment.metadata.name, ...(namesakes > 1 ? [provider] : []), region.replaceAll('_', '-')];
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join('-');
}

/** The command that makes the object of a region. */
function commandFor(deployment: AtlasDeployment, part: ClusterRegion): OwnCommand {
  const { projectRef, externalProjectRef, connectionSecret } = deployment.spec ?? {};
  const { namespace } = deployment.metadata;
  const owner = projectRef?.namespace === undefined ? '' : `${projectRef.namespace}/`;
  const project: FlagWords =
    externalProjectRef?.id === undefined
      ? { project: `${owner}${projectRef?.name ?? 'PROJECT'}` }
      : { 'project-id': externalProjectRef.id, 'connection-secret': connectionSecret?.name ?? 'SECRET' };
  const flags = { ...project, provider: part.provider, region: part.region };
  return { verb: 'up', source: `ape/${generatedName(deployment, part)}`, namespace, flags };
}

/** The object of a region as the deployment's project and credentials make it. */
function manifestFor(deployment: AtlasDeployment, part: ClusterRegion): AtlasPrivateEndpoint {
  const { projectRef, externalProjectRef, connectionSecret } = deployment.spec ?? {};
  return {
    ...typeMeta(privateEndpointResource),
    metadata: { name: generatedName(deployment, part), namespace: deployment.metadata.namespace ?? '' },
    spec: {
      ...(externalProjectRef?.id === undefined
        ? projectRef === undefined
          ? {}
          : { projectRef }
        : { externalProjectRef }),
      ...(connectionSecret === undefined ? {} : { connectionSecret }),
      provider: part.provider,
      region: part.region,
    },
  };
}

function lettersAndDigits(region: string): string {
  return region.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** The parts in a region. What is spelt alike comes first: to the operator AWS's us-east-1 and Azure's US_EAST are one spelling. */
function partsIn(all: readonly ClusterRegion[], region: string): readonly ClusterRegion[] {
  const same = all.filter((each) => lettersAndDigits(each.region) === lettersAndDigits(region));
  return same.length > 0 ? same : all.filter((each) => isSameRegion(each.region, region));
}

/** What declares the endpoints of one region of a cluster. */
export interface RegionalSource extends ClusterRegion {
  readonly target: Target;
  /** Undefined where it is still to be made. */
  readonly object: KubeObject | undefined;
  /** The object as it is, or as it is to be made. */
  readonly manifest: KubeObject;
  /** The label of the region's endpoints in an object that declares those of several regions. */
  readonly label: string | undefined;
  /** The command that makes the object. */
  readonly command: OwnCommand;
}

/**
 * A dedicated deployment declares no endpoints itself: for each region an AtlasPrivateEndpoint of its project does, or an item of its
 * AtlasProject.
 * @param region the one that is asked for, where the cluster has several
 * @returns what declares the endpoints of each region; undefined for an object that declares its endpoints itself
 * @throws UserError for a region that the cluster does not have
 */
export async function sourcesOfCluster(
  run: Run,
  { target, object }: FoundTarget,
  region: string | undefined,
): Promise<readonly RegionalSource[] | undefined> {
  const deployment = object === undefined ? undefined : target.source.declaredElsewhere(object);
  if (deployment === undefined) return undefined;
  const all = regionsOf(deployment);
  const wanted = region === undefined ? all : partsIn(all, region);
  if (wanted.length === 0) {
    throw new UserError(`${target.reference} has no part in the region ${region}`, {
      hint: `its regions are: ${all.map((each) => each.region).join(', ')}`,
    });
  }
  const declaring = await endpointsOfCluster(run, deployment, (refusal, kind) => {
    // An object that is there and may not be seen must not be made a second time.
    if (kind === privateEndpointResource.kind) throw refusal;
  });
  return wanted.map((part) => sourceOfRegion(deployment, part, declaring));
}

function sourceOfRegion(
  deployment: AtlasDeployment,
  part: ClusterRegion,
  { services, projects }: ClusterEndpoints,
): RegionalSource {
  const isHere = (provider: string | undefined, region: string | undefined): boolean =>
    provider === part.provider && isSameRegion(region ?? '', part.region);
  const service = services.find(({ spec }) => isHere(spec?.provider, spec?.region));
  const project = projects.find(({ spec }) =>
    spec?.privateEndpoints?.some(({ provider, region }) => isHere(provider, region)),
  );
  const command = commandFor(deployment, part);
  if (service === undefined && project !== undefined) {
    const label = `${part.provider}/${part.region}`;
    return { ...part, ...declaredBy(sources.atlasproject, project), label, command };
  }
  const manifest = service ?? manifestFor(deployment, part);
  return { ...part, ...declaredBy(sources.atlasprivateendpoint, manifest), object: service, label: undefined, command };
}

function declaredBy(source: Source, object: KubeObject): Pick<RegionalSource, 'target' | 'object' | 'manifest'> {
  const { name, namespace = '' } = object.metadata;
  return { target: targetOf(source, namespace, name), object, manifest: object };
}

/**
 * The error for regions of which nothing declares the endpoints, with the commands that make what does.
 * @param all the command that makes all of it
 */
export function regionsMissing(cluster: Target, missing: readonly RegionalSource[], all: Hint): UserError {
  const where = missing.map(({ provider, region }) => `${provider} ${region}`).join(', ');
  const each = missing.flatMap(({ command }, at) => (at === 0 ? [command] : ['  and: ', command]));
  const it = missing.length === 1 ? 'it' : 'them';
  const together = typeof all === 'string' ? [all] : all;
  return new UserError(`no AtlasPrivateEndpoint of ${cluster.reference}'s project is for ${where}`, {
    hint: [`make ${it} with: `, ...together, '  or by name with: ', ...each],
  });
}
