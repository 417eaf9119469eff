import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import { type AtlasDeployment, clusterName, deploymentResource } from '../api/deployment.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import type { Run } from '../run.ts';
import {
  type ConnectionSecret,
  type RawSecret,
  bearsClusterLabel,
  identityOf,
  isOfCluster,
} from './connection-secret.ts';

/** The warning if a Secret's deployment may not be read. */
export function unreadable(error: ApiError): string {
  return `could not read the deployment, so it is unknown which endpoint a string belongs to: ${error.message}`;
}

/** The Secrets of a deployment's cluster. If clusters of two projects share its name, only those of its project. */
export async function secretsOf(
  run: Run,
  deployment: AtlasDeployment,
  secrets: readonly RawSecret[],
): Promise<readonly RawSecret[]> {
  const cluster = clusterName(deployment) ?? deployment.metadata.name;
  const matching = secrets.filter((secret) => isOfCluster(secret, cluster));
  if (new Set(matching.map((secret) => identityOf(secret).projectId)).size < 2) return matching;
  const project = await projectId(run, deployment);
  return project === undefined ? matching : matching.filter((secret) => identityOf(secret).projectId === project);
}

/** The id of a deployment's Atlas project, from its AtlasProject. If that cannot be read, warns and returns undefined. */
async function projectId(
  { client, time, warn }: Run,
  { metadata, spec }: AtlasDeployment,
): Promise<string | undefined> {
  const reference = spec?.projectRef;
  if (reference?.name === undefined) return undefined;
  const namespace = reference.namespace || (metadata.namespace ?? '');
  const project = await client
    .find<AtlasProject>(projectResource, namespace, reference.name, time.signal)
    .catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      warn(
        `two projects have a cluster of this name, and the deployment's project could not be read: ${error.message}`,
      );
      return undefined;
    });
  return project?.status?.id;
}

/** The deployment of a Secret's cluster, to map its strings; undefined if there is none or it cannot be read. */
export async function deploymentOf(
  { client, time, warn }: Run,
  secret: ConnectionSecret,
): Promise<AtlasDeployment | undefined> {
  const list = await orRefusal(client.list<AtlasDeployment>(deploymentResource, secret.namespace, {}, time.signal));
  if (list instanceof ApiError) {
    warn(unreadable(list));
    return undefined;
  }
  return list.items.find((deployment) =>
    bearsClusterLabel(secret, clusterName(deployment) ?? deployment.metadata.name),
  );
}
