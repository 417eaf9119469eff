import type { FlagValues } from '../../cloud/flags/flag.ts';
import { UserError } from '../../core/errors.ts';
import { type FlagWords, type Hint, type OwnCommand, joined } from '../../core/next-command.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import { typeMeta } from '../api/custom-resource.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import { nameOneRegion } from '../../cloud/same-region.ts';
import type { Run } from '../run.ts';
import { type FoundTarget, type Target, targetOf } from '../sources/lookup.ts';
import type { Source } from '../sources/source.ts';
import { sources } from '../sources/table.ts';
import { describedSpec } from '../sources/private-endpoint/spec-lists.ts';
import { type ClusterEndpoints, type ClusterRegion, endpointsOfCluster, regionsOf } from './cluster-endpoints.ts';

/** Generated name, such as orders-us-east-1; includes the provider if two clouds of the cluster share the region's name, such as US_EAST_2. */
function generatedName(deployment: AtlasDeployment, { provider, region }: ClusterRegion): string {
  const namesakes = regionsOf(deployment).filter((each) => each.region === region).length;
  const words = [deployment.metadata.name, ...(namesakes > 1 ? [provider] : []), region.replaceAll('_', '-')];
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join('-');
}

/** The command that creates the object of a region. */
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
function manifestFor(deployment: AtlasDeployment, part: ClusterRegion, flags: FlagValues): AtlasPrivateEndpoint {
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
      ...describedSpec(part.provider, flags),
    },
  };
}

/** The parts in a region, which the person may spell as its cloud does. */
function partsIn(all: readonly ClusterRegion[], region: string): readonly ClusterRegion[] {
  return all.filter((each) => nameOneRegion(each.region, region, each.provider));
}

/** Which of a cluster's regions are asked for, and how what they lack is to be made. */
export interface RegionQuery {
  /** Where the cluster has several; all of them when undefined. */
  readonly region: string | undefined;
  /** The flags of the clouds, which may say more of a new object. */
  readonly flags?: FlagValues;
}

/** What declares the endpoints of one region of a cluster. */
export interface RegionalSource extends ClusterRegion {
  readonly target: Target;
  /** Undefined if it does not exist yet. */
  readonly object: KubeObject | undefined;
  /** The object as it is, or as it will be created. */
  readonly manifest: KubeObject;
  /** The label of the region's endpoints in an object that declares those of several regions. */
  readonly label: string | undefined;
  /** The command that creates the object. */
  readonly command: OwnCommand;
}

/**
 * A dedicated deployment declares no endpoints itself: in each region, an AtlasPrivateEndpoint of its project does, or an item of its
 * AtlasProject.
 * @returns what declares the endpoints of each region; undefined for an object that declares its endpoints itself
 * @throws UserError for a region that the cluster does not have
 */
export async function sourcesOfCluster(
  run: Run,
  { target, object }: FoundTarget,
  { region, flags = {} }: RegionQuery,
): Promise<readonly RegionalSource[] | undefined> {
  const deployment = object === undefined ? undefined : target.source.declaredElsewhere(object);
  if (deployment === undefined) return undefined;
  const all = regionsOf(deployment);
  const wanted = region === undefined ? all : partsIn(all, region);
  if (wanted.length === 0) {
    throw new UserError(`${target.reference} is not in the region ${region}`, {
      hint: `its regions are: ${all.map((each) => each.region).join(', ')}`,
    });
  }
  const declaring = await endpointsOfCluster(run, deployment, (refusal, kind) => {
    // If an object may exist but not be read, it must not be created a second time.
    if (kind === privateEndpointResource.kind) throw refusal;
  });
  return wanted.map((part) => sourceOfRegion(deployment, part, { ...declaring, flags }));
}

function sourceOfRegion(
  deployment: AtlasDeployment,
  part: ClusterRegion,
  { services, projects, flags }: ClusterEndpoints & { readonly flags: FlagValues },
): RegionalSource {
  const isHere = (provider: string | undefined, region: string | undefined): boolean =>
    provider === part.provider && nameOneRegion(region ?? '', part.region, provider);
  const service = services.find(({ spec }) => isHere(spec?.provider, spec?.region));
  const project = projects.find(({ spec }) =>
    spec?.privateEndpoints?.some(({ provider, region }) => isHere(provider, region)),
  );
  const command = commandFor(deployment, part);
  if (service === undefined && project !== undefined) {
    const label = `${part.provider}/${part.region}`;
    return { ...part, ...declaredBy(sources.atlasproject, project), label, command };
  }
  const manifest = service ?? manifestFor(deployment, part, flags);
  return { ...part, ...declaredBy(sources.atlasprivateendpoint, manifest), object: service, label: undefined, command };
}

function declaredBy(source: Source, object: KubeObject): Pick<RegionalSource, 'target' | 'object' | 'manifest'> {
  const { name, namespace = '' } = object.metadata;
  return { target: targetOf(source, namespace, name), object, manifest: object };
}

/**
 * The error for regions whose endpoints nothing declares, with the commands that create what does.
 * @param all the command that creates all of it
 */
export function regionsMissing(cluster: Target, missing: readonly RegionalSource[], all: Hint): UserError {
  const where = missing.map(({ provider, region }) => `${provider} ${region}`).join(', ');
  const each = missing.map(({ command }) => command);
  const it = missing.length === 1 ? 'it' : 'them';
  const together = typeof all === 'string' ? [all] : all;
  return new UserError(`the project of ${cluster.reference} has no AtlasPrivateEndpoint for ${where}`, {
    hint: [`create ${it} with: `, ...together, '  or by name with: ', ...joined(each, '  and: ')],
  });
}
