import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { orRefusal } from '../../../kube/refusal.ts';
import { type AtlasDeployment, deploymentResource } from '../../api/deployment.ts';
import { clustersOf, endpointsOfCluster } from '../../projects/cluster-endpoints.ts';
import { projectIdOf } from '../../projects/project-id.ts';
import { listVisible } from '../../projects/visible.ts';
import type { Run } from '../../run.ts';
import type { ServedClusters } from '../../sources/source.ts';
import { decodeSecret, listConnectionSecrets } from '../connection-secret.ts';
import { secretsOf } from '../deployment.ts';
import { secretsNextToUsers } from './elsewhere.ts';
import type { FoundSecret } from './find.ts';

/** The connection Secrets of some clusters, as far as they may be read. */
export interface EverySecret {
  readonly secrets: readonly FoundSecret[];
  /** Why some may be missing. */
  readonly refusal: string | undefined;
}

/** Finds the Secrets of every database user of some deployments. Never throws for what may not be read or told. */
export type FindEverySecret = (deployments: readonly AtlasDeployment[]) => Promise<EverySecret>;

/**
 * Such a search, which reads each deployment's once: the endpoints of a cluster share them.
 * @param run one that reads everything once
 */
export function everySecretFinder(run: Run): FindEverySecret {
  const known = new Map<string, Promise<EverySecret>>();
  const once = (deployment: AtlasDeployment): Promise<EverySecret> => {
    const key = `${deployment.metadata.namespace}/${deployment.metadata.name}`;
    const found = known.get(key) ?? ofDeployment(run, deployment);
    known.set(key, found);
    return found;
  };
  return async (deployments) => {
    const found = await Promise.all(deployments.map(once));
    return {
      secrets: found.flatMap(({ secrets }) => secrets),
      refusal: found.find(({ refusal }) => refusal !== undefined)?.refusal,
    };
  };
}

async function ofDeployment(run: Run, deployment: AtlasDeployment): Promise<EverySecret> {
  const { client, time } = run;
  const { namespace = '' } = deployment.metadata;
  // An API server may hold the lists back until its cache is as new as its store. Meanwhile the rest is asked for, and the project too, which
  // secretsOf takes from what this run has read.
  const declaring = endpointsOfCluster(run, deployment, () => undefined);
  void Promise.allSettled([declaring, projectIdOf(run, deployment)]);
  try {
    const [here, elsewhere] = await Promise.all([
      listConnectionSecrets(client, namespace, time.signal),
      secretsNextToUsers(run, deployment, undefined),
    ]);
    const { secrets } = await secretsOf(run, deployment, [...here, ...elsewhere.secrets]);
    const { endpoints, complete } = await declaring;
    const found = secrets.map((raw) => ({ secret: decodeSecret(raw), deployment, endpoints, complete }));
    return { secrets: found, refusal: found.length === 0 ? elsewhere.unseen?.message : undefined };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { secrets: [], refusal: error.message };
  }
}

/** The deployments that an endpoint serves, wherever they may be seen. Those that may not be read are left out. */
export async function servedDeployments(
  run: Run,
  served: ServedClusters,
  namespace: string,
): Promise<readonly AtlasDeployment[]> {
  if ('deployment' in served) {
    const found = await orRefusal(
      run.client.find<AtlasDeployment>(deploymentResource, namespace, served.deployment, run.time.signal),
    );
    return found === undefined || found instanceof ApiError ? [] : [found];
  }
  const { objects } = await listVisible<AtlasDeployment>(run, deploymentResource, namespace);
  return clustersOf(run, { deployments: objects, served, namespace }, () => undefined);
}
