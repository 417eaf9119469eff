import { type EndpointState, idOf } from '../../core/endpoint.ts';
import type { ApiError } from '../../kube/errors.ts';
import { type AtlasDeployment, regionConfigs } from '../api/deployment.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import { projectNamespaces } from '../api/project-reference.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import { nameOneRegion } from '../../cloud/same-region.ts';
import type { Run } from '../run.ts';
import { dedicatedEndpoints } from '../sources/private-endpoint/state.ts';
import { projectEndpoints } from '../sources/project/state.ts';
import { serverlessEndpoints } from '../sources/serverless/state.ts';
import type { RegionClusters } from '../sources/source.ts';
import { Projects, readProjectObjects } from './visible.ts';

/** A region of a cluster, on one provider: each has endpoints of its own. */
export interface ClusterRegion {
  readonly provider: string;
  /** As Atlas spells it. */
  readonly region: string;
}

/** The regions of a dedicated cluster, in the order of its spec; empty for a serverless or Flex one. */
export function regionsOf(deployment: AtlasDeployment): readonly ClusterRegion[] {
  const regions = regionConfigs(deployment).flatMap(({ providerName: provider, regionName: region }) =>
    provider === undefined || region === undefined || provider === 'TENANT' ? [] : [{ provider, region }],
  );
  return regions.filter(
    (each, index) =>
      regions.findIndex(({ provider, region }) => provider === each.provider && region === each.region) === index,
  );
}

/** Whether a cluster has a part in a provider's region, in any spelling of the region. */
function isIn(regions: readonly ClusterRegion[], provider: string | undefined, region: string | undefined): boolean {
  return regions.some((each) => each.provider === provider && nameOneRegion(each.region, region ?? '', provider));
}

/** What declares the endpoints of a deployment, and the endpoints. */
export interface ClusterEndpoints {
  /** The AtlasPrivateEndpoints of a dedicated cluster's project and regions. */
  readonly services: readonly AtlasPrivateEndpoint[];
  /** Its AtlasProjects that list an item for one of its regions. */
  readonly projects: readonly AtlasProject[];
  readonly endpoints: readonly EndpointState[];
  /** Whether all namespaces could be searched for what declares endpoints. */
  readonly complete: boolean;
}

/**
 * The endpoints of a deployment, whatever declares them, as far as the user may read it.
 * @param unseen called if not even the deployment's own namespace may be read; whatever it throws is passed on
 */
export async function endpointsOfCluster(
  run: Run,
  deployment: AtlasDeployment,
  unseen: (refusal: ApiError, kind: string) => void,
): Promise<ClusterEndpoints> {
  const regions = regionsOf(deployment);
  if (regions.length === 0)
    return { services: [], projects: [], endpoints: serverlessEndpoints(deployment), complete: true };
  const { namespace = '' } = deployment.metadata;
  const { services: visible, projects } = await readProjectObjects(run, namespace, projectNamespaces(deployment.spec));
  if (visible.here !== undefined) unseen(visible.here, privateEndpointResource.kind);
  if (projects.visible.here !== undefined) unseen(projects.visible.here, projectResource.kind);
  const key = projects.keyOf(deployment.spec, namespace);
  const services = visible.objects.filter(
    ({ metadata, spec }) =>
      // The project first: to compare the spellings of regions takes longer, and a fleet has many services.
      projects.keyOf(spec, metadata.namespace ?? '') === key && isIn(regions, spec?.provider, spec?.region),
  );
  const owners = projects
    .withKey(key)
    .filter(({ spec }) => spec?.privateEndpoints?.some(({ provider, region }) => isIn(regions, provider, region)));
  const declared = owners.flatMap((project) => {
    const items = project.spec?.privateEndpoints ?? [];
    return projectEndpoints(project).filter((_, index) => isIn(regions, items[index]?.provider, items[index]?.region));
  });
  const known = [...services.flatMap(dedicatedEndpoints), ...declared];
  const endpoints = known.filter((endpoint) => idOf(endpoint) !== undefined);
  const complete = visible.everywhere === undefined && projects.visible.everywhere === undefined;
  return { services, projects: owners, endpoints, complete };
}

/** A search for the deployments of a project that are in a region. */
export interface ClusterSearch {
  readonly deployments: readonly AtlasDeployment[];
  readonly served: RegionClusters;
  /** The namespace of the object that refers to the project. */
  readonly namespace: string;
}

/**
 * The deployments of a project that are in a provider's region, as far as they can be determined.
 * @param unseen called if the projects may not be read, so that it is unknown whether an id and a name mean the same project
 */
export async function clustersOf(
  run: Run,
  { deployments, served, namespace }: ClusterSearch,
  unseen: (refusal: ApiError) => void,
): Promise<readonly AtlasDeployment[]> {
  const projects = await Projects.read(run, namespace, projectNamespaces(served.project));
  if (projects.visible.here !== undefined) unseen(projects.visible.here);
  const key = projects.keyOf(served.project, namespace);
  return deployments.filter(
    (deployment) =>
      projects.keyOf(deployment.spec, deployment.metadata.namespace ?? '') === key &&
      isIn(regionsOf(deployment), served.provider, served.region),
  );
}
