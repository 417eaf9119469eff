import { UserError } from '../../core/errors.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import { typeMeta } from '../api/custom-resource.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import { isSameRegion } from '../api/region.ts';
import type { Run } from '../run.ts';
import { type FoundTarget, type Target, targetOf } from '../sources/lookup.ts';
import { sources } from '../sources/table.ts';
import { type ClusterRegion, endpointsOfCluster, regionsOf } from './cluster-endpoints.ts';

/** Generated name, such as orders-us-east-1; with the provider in it where two clouds of the cluster share the region's name, as US_EAST_2. */
function generatedName(deployment: AtlasDeployment, { provider, region }: ClusterRegion): string {
  const namesakes = regionsOf(deployment).filter((each) => each.region === region).length;
  const words = [deployment.metadata.name, ...(namesakes > 1 ? [provider] : []), region.replaceAll('_', '-')];
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join('-');
}

/** The command that makes the object of a region. */
function commandFor(deployment: AtlasDeployment, part: ClusterRegion): string {
  const { projectRef, externalProjectRef, connectionSecret } = deployment.spec ?? {};
  const { namespace = '' } = deployment.metadata;
  const project =
    externalProjectRef?.id === undefined
      ? `--project ${projectRef?.namespace === undefined ? '' : `${projectRef.namespace}/`}${projectRef?.name ?? 'PROJECT'}`
      : `--project-id ${externalProjectRef.id} --connection-secret ${connectionSecret?.name ?? 'SECRET'}`;
  return `kubectl atlas-pe up ape/${generatedName(deployment, part)} -n ${namespace} ${project} --provider ${part.provider} --region ${part.region}`;
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

/** The object that declares the endpoints of one region of a cluster. */
export interface RegionalSource extends ClusterRegion {
  readonly target: Target;
  /** Undefined where it is still to be made. */
  readonly object: AtlasPrivateEndpoint | undefined;
  readonly manifest: AtlasPrivateEndpoint;
  /** The command that makes it. */
  readonly command: string;
}

/**
 * A dedicated deployment declares no endpoints itself: the AtlasPrivateEndpoints of its project do, one a region.
 * @param region the one that is asked for, where the cluster has several
 * @returns the object of each region; undefined for what declares its endpoints itself
 * @throws UserError for a region that the cluster does not have
 */
export async function sourcesOfCluster(
  run: Run,
  { target, object: found }: FoundTarget,
  region: string | undefined,
): Promise<readonly RegionalSource[] | undefined> {
  const deployment = found === undefined ? undefined : target.source.declaredElsewhere(found);
  if (deployment === undefined) return undefined;
  const all = regionsOf(deployment);
  const wanted = region === undefined ? all : partsIn(all, region);
  if (wanted.length === 0) {
    throw new UserError(`${target.reference} has no part in the region ${region}`, {
      hint: `its regions are: ${all.map((each) => each.region).join(', ')}`,
    });
  }
  const { services } = await endpointsOfCluster(run, deployment, (refusal, kind) => {
    // An object that is there and may not be seen must not be made a second time.
    if (kind === privateEndpointResource.kind) throw refusal;
  });
  return wanted.map((part) => {
    const object = services.find(
      ({ spec }) => spec?.provider === part.provider && isSameRegion(spec.region ?? '', part.region),
    );
    const manifest = manifestFor(deployment, part);
    const { name, namespace = target.namespace } = (object ?? manifest).metadata;
    const command = commandFor(deployment, part);
    return { ...part, object, manifest, command, target: targetOf(sources.atlasprivateendpoint, namespace, name) };
  });
}

/** The error for regions without an object, with the commands that make them. @param all the command that makes them all */
export function regionsMissing(cluster: Target, missing: readonly RegionalSource[], all: string): UserError {
  const where = missing.map(({ provider, region }) => `${provider} ${region}`).join(', ');
  const each = missing.map(({ command }) => command).join('  and: ');
  return new UserError(`no AtlasPrivateEndpoint of ${cluster.reference}'s project is for ${where}`, {
    hint: `make ${missing.length === 1 ? 'it' : 'them'} with: ${all}  or by name with: ${each}`,
  });
}
