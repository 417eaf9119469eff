import { nameOneRegion } from '../../cloud/same-region.ts';
import type { ObservedCluster } from '../../core/chain/observed/cluster.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import { conditionOf } from '../api/conditions.ts';
import { type DatabaseUser, userResource } from '../api/database-user.ts';
import { type AtlasDeployment, clusterName } from '../api/deployment.ts';
import { type ClusterRegion, endpointsOfCluster, regionsOf } from '../projects/cluster-endpoints.ts';
import { isPaused, unpauseHint } from '../projects/paused.ts';
import type { Run } from '../run.ts';
import { hosts } from '../secret/connection-string.ts';

/** A deployment that an endpoint serves, as far as the checks look at it. */
export async function observeCluster(
  run: Run,
  deployment: AtlasDeployment,
  id: string | undefined,
  reconcilesServerless: boolean,
): Promise<ObservedCluster> {
  const { name, namespace = '', generation = 0 } = deployment.metadata;
  const kind = kindOf(deployment, reconcilesServerless);
  const strings = deployment.status?.connectionStrings?.privateEndpoint ?? [];
  const ready = conditionOf(deployment, 'DeploymentReady');
  return {
    reference: `ad/${name}`,
    namespace,
    reconciled: (deployment.status?.observedGeneration ?? -1) >= generation,
    kind,
    paused: isPaused(deployment),
    unpause: isPaused(deployment) ? unpauseHint(deployment).find((part) => typeof part !== 'string') : undefined,
    state: deployment.status?.stateName,
    bareRegions: kind === 'dedicated' ? await bareRegionsOf(run, deployment) : [],
    listsString:
      id === undefined
        ? undefined
        : strings.some(({ endpoints = [] }) => endpoints.some(({ endpointId = '' }) => sameId(endpointId, id))),
    hosts: strings
      .flatMap(({ connectionString, srvConnectionString }) => [connectionString, srvConnectionString].map(hosts))
      .filter((host) => host !== ''),
    trouble: ready?.status === 'False' && kind === 'dedicated' ? (ready.message ?? ready.reason) : undefined,
    excludedUsers: await excludedUsers(run, deployment),
  };
}

function kindOf(deployment: AtlasDeployment, reconcilesServerless: boolean): ObservedCluster['kind'] {
  if (deployment.spec?.serverlessSpec !== undefined) return reconcilesServerless ? 'serverless' : 'serverless-retired';
  if (deployment.spec?.flexSpec !== undefined) return 'flex';
  return regionsOf(deployment).length === 0 ? 'shared' : 'dedicated';
}

/** The regions for which nothing declares an endpoint; none where not everything that may declare one could be read. */
async function bareRegionsOf(run: Run, deployment: AtlasDeployment): Promise<readonly ClusterRegion[]> {
  let unseen = false;
  const { services, projects } = await endpointsOfCluster(run, deployment, () => {
    unseen = true;
  });
  const declared = [
    ...services.map(({ spec }) => spec),
    ...projects.flatMap(({ spec }) => spec?.privateEndpoints ?? []),
  ];
  if (unseen) return [];
  return regionsOf(deployment).filter(
    ({ provider, region }) =>
      !declared.some((each) => each?.provider === provider && nameOneRegion(region, each.region ?? '', provider)),
  );
}

/** The database users of the deployment's namespace that may use other clusters only (v2.15.1:api/v1/atlasdatabaseuser_types.go, ScopeSpec). */
async function excludedUsers({ client, time }: Run, deployment: AtlasDeployment): Promise<readonly string[]> {
  const { namespace } = deployment.metadata;
  const list = await orRefusal(client.list<DatabaseUser>(userResource, namespace, {}, time.signal));
  if (list instanceof ApiError) return [];
  const name = clusterName(deployment) ?? deployment.metadata.name;
  return list.items.flatMap(({ spec }) => {
    const scopes = (spec?.scopes ?? []).filter(({ type }) => type === 'CLUSTER');
    const excluded = scopes.length > 0 && !scopes.some((scope) => scope.name === name);
    return excluded ? (spec?.username ?? []) : [];
  });
}
