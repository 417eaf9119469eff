import { type EndpointState, idOf } from '../../core/endpoint.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { ApiError } from '../../kube/errors.ts';
import { dedicatedEndpoints } from '../sources/private-endpoint/state.ts';
import { type AtlasDeployment, regionConfigs } from '../api/deployment.ts';
import { type AtlasPrivateEndpoint, type ProjectReference, privateEndpointResource } from '../api/private-endpoint.ts';
import { projectResource } from '../api/project.ts';
import { projectEndpoints } from '../sources/project/state.ts';
import { isSameRegion } from '../api/region.ts';
import { Projects, readNeighbourhood } from './conflicts.ts';
import { serverlessEndpoints } from '../sources/serverless/state.ts';

/** A part of a cluster: endpoints are made for each. */
export interface ClusterRegion {
  readonly provider: string;
  /** As Atlas spells it. */
  readonly region: string;
}

/** The parts of a dedicated cluster, in the order of its spec; empty for a serverless or Flex one. */
export function regionsOf(deployment: AtlasDeployment): readonly ClusterRegion[] {
  const regions = regionConfigs(deployment).flatMap(({ providerName: provider, regionName: region }) =>
    provider === undefined || region === undefined || provider === 'TENANT' ? [] : [{ provider, region }],
  );
  return regions.filter(
    (each, index) =>
      regions.findIndex(({ provider, region }) => provider === each.provider && region === each.region) === index,
  );
}

/** Which project a deployment belongs to, as other objects refer to it. */
export function projectOf({ spec }: AtlasDeployment): ProjectReference | undefined {
  return spec;
}

/** What the endpoints of a deployment are declared by. */
export interface ClusterEndpoints {
  /** The AtlasPrivateEndpoints of a dedicated cluster's project and regions. */
  readonly services: readonly AtlasPrivateEndpoint[];
  readonly endpoints: readonly EndpointState[];
}

/**
 * The endpoints of a deployment, whatever declares them, as far as a person may see it.
 * @param unseen told where not even those of the deployment's own namespace may be seen; what it throws is passed on
 */
export async function endpointsOfCluster(
  client: KubeClient,
  deployment: AtlasDeployment,
  signal: AbortSignal,
  unseen: (refusal: ApiError, kind: string) => void,
): Promise<ClusterEndpoints> {
  const regions = regionsOf(deployment);
  if (regions.length === 0) return { services: [], endpoints: serverlessEndpoints(deployment) };
  const { namespace = '' } = deployment.metadata;
  const { services: visible, projects } = await readNeighbourhood(client, namespace, signal);
  if (visible.here !== undefined) unseen(visible.here, privateEndpointResource.kind);
  if (projects.visible.here !== undefined) unseen(projects.visible.here, projectResource.kind);
  const key = projects.keyOf(projectOf(deployment), namespace);
  const serves = (provider: string | undefined, region: string | undefined): boolean =>
    regions.some((each) => each.provider === provider && isSameRegion(each.region, region ?? ''));
  const services = visible.objects.filter(
    ({ metadata, spec }) =>
      serves(spec?.provider, spec?.region) && projects.keyOf(spec, metadata.namespace ?? '') === key,
  );
  const declared = projects.withKey(key).flatMap((project) => {
    const items = project.spec?.privateEndpoints ?? [];
    return projectEndpoints(project).filter((_, index) => serves(items[index]?.provider, items[index]?.region));
  });
  const known = [...services.flatMap(dedicatedEndpoints), ...declared];
  return { services, endpoints: known.filter((endpoint) => idOf(endpoint) !== undefined) };
}

/**
 * The deployments of a project that have a part in a provider's region, as far as they may be seen.
 * @param unseen told where the projects may not be seen: whether an id and a name are of the same project is unknown then
 */
export async function clustersOf(
  client: KubeClient,
  object: AtlasPrivateEndpoint,
  deployments: readonly AtlasDeployment[],
  signal: AbortSignal,
  unseen: (refusal: ApiError) => void,
): Promise<readonly AtlasDeployment[]> {
  const { namespace = '' } = object.metadata;
  const { provider, region } = object.spec ?? {};
  const projects = await Projects.read(client, namespace, signal);
  if (projects.visible.here !== undefined) unseen(projects.visible.here);
  const key = projects.keyOf(object.spec, namespace);
  return deployments.filter(
    (deployment) =>
      projects.keyOf(projectOf(deployment), deployment.metadata.namespace ?? '') === key &&
      regionsOf(deployment).some((each) => each.provider === provider && isSameRegion(each.region, region ?? '')),
  );
}
