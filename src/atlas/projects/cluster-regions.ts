import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { type ClusterRegion, endpointsOfCluster, projectOf, regionsOf } from './cluster-endpoints.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import { isSameRegion } from '../api/region.ts';
import { type FoundTarget, type Target, targetOf } from '../sources/lookup.ts';
import { sources } from '../sources/table.ts';

/** The name of the object of a cluster's region, where there is none yet. Clouds have regions of the same name: US_EAST_2. */
function ownName(deployment: AtlasDeployment, { provider, region }: ClusterRegion): string {
  const namesakes = regionsOf(deployment).filter((each) => each.region === region).length;
  const words = [deployment.metadata.name, ...(namesakes > 1 ? [provider] : []), region.replaceAll('_', '-')];
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join('-');
}

/** The command that makes the object of a region. */
function proposal(deployment: AtlasDeployment, part: ClusterRegion): string {
  const { projectRef, externalProjectRef, connectionSecret } = deployment.spec ?? {};
  const { namespace = '' } = deployment.metadata;
  const project =
    externalProjectRef?.id === undefined
      ? `--project ${projectRef?.namespace === undefined ? '' : `${projectRef.namespace}/`}${projectRef?.name ?? 'PROJECT'}`
      : `--project-id ${externalProjectRef.id} --connection-secret ${connectionSecret?.name ?? 'SECRET'}`;
  return `kubectl atlas-pe up ape/${ownName(deployment, part)} -n ${namespace} ${project} --provider ${part.provider} --region ${part.region}`;
}

/** The object of a region as the deployment's project and credentials make it. */
function manifestFor(deployment: AtlasDeployment, part: ClusterRegion): AtlasPrivateEndpoint {
  const { projectRef, externalProjectRef } = projectOf(deployment) ?? {};
  const { connectionSecret } = deployment.spec ?? {};
  return {
    apiVersion: `${privateEndpointResource.group}/${privateEndpointResource.version}`,
    kind: privateEndpointResource.kind,
    metadata: { name: ownName(deployment, part), namespace: deployment.metadata.namespace ?? '' },
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

function plain(region: string): string {
  return region.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** The parts in a region. What is spelt alike comes first: to the operator AWS's us-east-1 and Azure's US_EAST are one spelling. */
function named(all: readonly ClusterRegion[], region: string): readonly ClusterRegion[] {
  const same = all.filter((each) => plain(each.region) === plain(region));
  return same.length > 0 ? same : all.filter((each) => isSameRegion(each.region, region));
}

/** The object that declares the endpoints of one region of a cluster. */
export interface RegionalSource extends ClusterRegion {
  readonly target: Target;
  /** Undefined where it is still to be made. */
  readonly object: AtlasPrivateEndpoint | undefined;
  readonly manifest: AtlasPrivateEndpoint;
}

/**
 * A dedicated deployment declares no endpoints itself: the AtlasPrivateEndpoints of its project do, one a region.
 * @param region the one that is meant, where the cluster has several
 * @returns the object of each region; undefined for anything else than a dedicated deployment
 * @throws UserError for a region that the cluster does not have
 */
export async function sourcesOfCluster(
  client: KubeClient,
  found: FoundTarget,
  region: string | undefined,
  signal: AbortSignal,
): Promise<readonly RegionalSource[] | undefined> {
  const { target } = found;
  if (target.source.resource.kind !== 'AtlasDeployment' || found.object === undefined) return undefined;
  const deployment: AtlasDeployment = found.object;
  const all = regionsOf(deployment);
  if (all.length === 0) return undefined;
  const wanted = region === undefined ? all : named(all, region);
  if (wanted.length === 0) {
    throw new UserError(`${target.reference} has no part in the region ${region}`, {
      hint: `its regions are: ${all.map((each) => each.region).join(', ')}`,
    });
  }
  const { services } = await endpointsOfCluster(client, deployment, signal, (refusal, kind) => {
    // An object that is there and may not be seen must not be made a second time.
    if (kind === privateEndpointResource.kind) throw refusal;
  });
  return wanted.map((part) => {
    const object = services.find(
      ({ spec }) => spec?.provider === part.provider && isSameRegion(spec.region ?? '', part.region),
    );
    const manifest = manifestFor(deployment, part);
    const { name, namespace = target.namespace } = (object ?? manifest).metadata;
    return { ...part, object, manifest, target: targetOf(sources.atlasprivateendpoint, namespace, name) };
  });
}

/** The error for regions without an object, with the commands that make them. */
export function regionsMissing(found: FoundTarget, missing: readonly ClusterRegion[], all: string): UserError {
  const deployment: AtlasDeployment = found.object ?? {
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasDeployment',
    metadata: { name: found.target.name },
  };
  const where = missing.map(({ provider, region }) => `${provider} ${region}`).join(', ');
  const each = missing.map((part) => proposal(deployment, part)).join('  and: ');
  return new UserError(`no AtlasPrivateEndpoint of ${found.target.reference}'s project is for ${where}`, {
    hint: `make ${missing.length === 1 ? 'it' : 'them'} with: ${all}  or by name with: ${each}`,
  });
}
