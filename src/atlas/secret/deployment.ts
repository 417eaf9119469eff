import type { UserError } from '../../core/errors.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import { type AtlasDeployment, clusterName, deploymentResource } from '../api/deployment.ts';
import { projectIdOf, projectUnknown, requireProjectId } from '../projects/project-id.ts';
import { listVisible } from '../projects/visible.ts';
import type { Run } from '../run.ts';
import {
  type ConnectionSecret,
  type RawSecret,
  type SecretIdentity,
  bearsClusterLabel,
  identityOf,
  isOfCluster,
} from './connection-secret.ts';

/** The warning if a Secret's deployment may not be read. */
export function unreadable(error: ApiError): string {
  return `could not read the deployment, so it is unknown which endpoint a string belongs to: ${error.message}`;
}

/** The Secrets of a deployment's cluster. */
export interface ClusterSecrets {
  readonly secrets: readonly RawSecret[];
  /** How messages name the cluster: with its project where clusters of other projects have the same name. */
  readonly what: string;
}

/**
 * The Secrets of a deployment's cluster, by its name in Atlas and its project.
 * @throws UserError where there are some of the name, and the deployment's project cannot be told
 */
export async function secretsOf(
  run: Run,
  deployment: AtlasDeployment,
  secrets: readonly RawSecret[],
): Promise<ClusterSecrets> {
  const what = referenceTo(deployment);
  const namesakes = secrets.filter((secret) => isOfCluster(secret, nameInAtlas(deployment)));
  if (namesakes.length === 0) return { secrets: [], what };
  const project = await requireProjectId(run, deployment, what);
  const own = namesakes.filter((secret) => identityOf(secret).projectId === project);
  return { secrets: own, what: own.length === namesakes.length ? what : `${what} (Atlas project ${project})` };
}

function referenceTo({ metadata }: AtlasDeployment): string {
  return `${deploymentResource.singular}/${metadata.name}`;
}

function nameInAtlas(deployment: AtlasDeployment): string {
  return clusterName(deployment) ?? deployment.metadata.name;
}

/**
 * The deployment of a Secret's cluster, for the mapping of its strings, wherever it may be seen: the Secret is in the namespace of its
 * database user.
 * @returns undefined where there is none; why it cannot be read or told, with a warning, where that is so
 */
export async function deploymentOf(
  run: Run,
  secret: ConnectionSecret,
): Promise<AtlasDeployment | UserError | undefined> {
  return (await namedLikeCluster(run, secret)) ?? searched(run, secret);
}

/** The deployment next to the Secret whose object has the cluster's name, as most have: no list of all deployments is needed then. */
async function namedLikeCluster(run: Run, secret: ConnectionSecret): Promise<AtlasDeployment | undefined> {
  const { cluster, namespace, projectId } = secret;
  if (cluster === '') return undefined;
  const found = await orRefusal(
    run.client.find<AtlasDeployment>(deploymentResource, namespace, cluster, run.time.signal),
  );
  if (found === undefined || found instanceof ApiError) return undefined;
  if (!bearsClusterLabel(secret, nameInAtlas(found))) return undefined;
  const project = await projectIdOf(run, found);
  return 'id' in project && project.id === projectId ? found : undefined;
}

/** The deployment of a Secret's cluster among all that may be seen. */
async function searched(run: Run, secret: ConnectionSecret): Promise<AtlasDeployment | UserError | undefined> {
  const visible = await listVisible<AtlasDeployment>(run, deploymentResource, secret.namespace);
  if (visible.here !== undefined) {
    run.warn(unreadable(visible.here));
    return visible.here;
  }
  const namesakes = visible.objects.filter((deployment) => bearsClusterLabel(secret, nameInAtlas(deployment)));
  const isHere = ({ metadata }: AtlasDeployment): boolean => metadata.namespace === secret.namespace;
  return ofProject(run, secret, [...namesakes.filter(isHere), ...namesakes.filter((each) => !isHere(each))]);
}

/** The first deployment of the Secret's project; without one, why the project of the others cannot be told. */
async function ofProject(
  run: Run,
  { name, projectId }: SecretIdentity,
  deployments: readonly AtlasDeployment[],
): Promise<AtlasDeployment | UserError | undefined> {
  const untold: UserError[] = [];
  for (const deployment of deployments) {
    const project = await projectIdOf(run, deployment);
    if ('unknown' in project) untold.push(projectUnknown(referenceTo(deployment), project));
    else if (project.id === projectId) return deployment;
  }
  for (const { message } of untold) run.warn(`cannot tell whether secret/${name} is for this deployment: ${message}`);
  return untold[0];
}
