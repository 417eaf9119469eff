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

/** What is warned of where a Secret's deployment may not be read. */
export function unreadable(error: ApiError): string {
  return `the deployment cannot be read, so which endpoint a string belongs to stays unknown: ${error.message}`;
}

/** The Secrets of a deployment's cluster; where clusters of two projects share a name, of its project. */
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

/** The Atlas project's id of a deployment, from its AtlasProject; undefined, with a warning, where that cannot be read. */
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
      warn(`clusters of two projects have this name, and the deployment's project cannot be read: ${error.message}`);
      return undefined;
    });
  return project?.status?.id;
}

/** The deployment of a Secret's cluster, for the mapping of its strings; undefined where there is none or it cannot be read. */
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
