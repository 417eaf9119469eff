import { UserError } from '../../core/errors.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { nearest } from '../../core/did-you-mean.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import { type KubeList, secretResource } from '../../kube/resource.ts';
import {
  type ConnectionSecret,
  type RawSecret,
  chooseSecret,
  identityOf,
  isConnectionSecret,
  isOfCluster,
  listConnectionSecrets,
} from './connection-secret.ts';
import { endpointsOfCluster } from '../projects/cluster-endpoints.ts';
import { type AtlasDeployment, atlasGroup, clusterName, deploymentResource } from '../api/deployment.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';

export interface SecretQuery {
  /** A deployment's or a Secret's name, or TYPE/NAME; undefined for whatever the namespace has. */
  readonly name: string | undefined;
  readonly namespace: string;
  /** Look for the Secrets in all namespaces; the deployment is still of `namespace`. */
  readonly everywhere: boolean;
  readonly user: string | undefined;
  readonly warn: (text: string) => void;
}

/** A deployment's connection Secret, with what its strings belong to. */
export interface FoundSecret {
  readonly secret: ConnectionSecret;
  /** The deployment that the Secret connects to; undefined where it cannot be read or told. */
  readonly deployment: AtlasDeployment | undefined;
  /** The endpoints of the deployment, whatever declares them. */
  readonly endpoints: readonly EndpointState[];
  /** Why the deployment, or what declares its endpoints, cannot be read: which endpoints it has is not known then. */
  readonly refusal?: ApiError | undefined;
}

const deploymentTypes = [
  'ad',
  'atlasdeployment',
  'atlasdeployments',
  `atlasdeployment.${atlasGroup}`,
  `atlasdeployments.${atlasGroup}`,
];

function splitType(text: string): { type: 'deployment' | 'secret' | undefined; name: string } {
  const at = text.indexOf('/');
  if (at < 0) return { type: undefined, name: text };
  const [type, name] = [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  if (name === '' || name.includes('/')) {
    throw new UserError(`"${text}" names nothing: the name is missing or has a slash`, {
      hint: 'write DEPLOYMENT, ad/DEPLOYMENT or secret/SECRET',
    });
  }
  if (deploymentTypes.includes(type)) return { type: 'deployment', name };
  if (type === 'secret' || type === 'secrets') return { type: 'secret', name };
  throw new UserError(`"${text}" names neither a deployment nor a Secret: the type "${type}" is unknown`, {
    hint: 'write DEPLOYMENT, ad/DEPLOYMENT or secret/SECRET',
  });
}

/** The Atlas project's id of a deployment, from its AtlasProject; undefined, with a warning, where that cannot be read. */
async function projectId(
  client: KubeClient,
  deployment: AtlasDeployment,
  warn: (text: string) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reference = deployment.spec?.projectRef;
  if (reference?.name === undefined) return undefined;
  const namespace = reference.namespace || (deployment.metadata.namespace ?? '');
  const project = await client
    .find<AtlasProject>(projectResource, namespace, reference.name, signal)
    .catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      warn(`clusters of two projects have this name, and the deployment's project cannot be read: ${error.message}`);
      return undefined;
    });
  return project?.status?.id;
}

/** Reads what may be refused: a person may have rights on Secrets only. */
async function ifAllowed<T>(read: Promise<T>, refused: (error: ApiError) => T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiError && (error.code === 403 || error.notServed)) return refused(error);
    throw error;
  }
}

function unreadable(error: ApiError): string {
  return `the deployment cannot be read, so which endpoint a string belongs to stays unknown: ${error.message}`;
}

/** The Secrets of a deployment's cluster; where clusters of two projects share a name, of its project. */
async function ofDeployment(
  client: KubeClient,
  deployment: AtlasDeployment,
  secrets: readonly RawSecret[],
  warn: (text: string) => void,
  signal: AbortSignal,
): Promise<readonly RawSecret[]> {
  const cluster = clusterName(deployment) ?? deployment.metadata.name;
  const matching = secrets.filter((secret) => isOfCluster(secret, cluster));
  if (new Set(matching.map((secret) => identityOf(secret).projectId)).size < 2) return matching;
  const project = await projectId(client, deployment, warn, signal);
  return project === undefined ? matching : matching.filter((secret) => identityOf(secret).projectId === project);
}

/**
 * The connection Secret that is meant: by labels, never by computing its name, which is not free of collisions.
 * @throws UserError when there is none, when several could be meant, or when its data cannot be decoded
 */
export async function findConnectionSecret(
  client: KubeClient,
  query: SecretQuery,
  signal: AbortSignal,
): Promise<FoundSecret> {
  const { namespace, everywhere, user, warn } = query;
  const { type, name } = query.name === undefined ? { type: undefined, name: undefined } : splitType(query.name);
  const command = `kubectl atlas-pe secret${query.name === undefined ? '' : ` ${query.name}`}${everywhere ? '' : ` -n ${namespace}`}`;
  const wanted = { user, command, namespace: everywhere ? '(any)' : namespace };
  const listing = listConnectionSecrets(client, everywhere ? undefined : namespace, signal);
  const reading =
    name === undefined || type === 'secret'
      ? Promise.resolve(undefined)
      : ifAllowed<AtlasDeployment | ApiError | undefined>(
          client.find<AtlasDeployment>(deploymentResource, namespace, name, signal),
          (error) => error,
        );
  const [secrets, read] = await Promise.all([listing, reading]);
  const [deployment, refusal] = read instanceof ApiError ? [undefined, read] : [read, undefined];
  const withEndpoints = async (secret: ConnectionSecret, of: AtlasDeployment | undefined): Promise<FoundSecret> => {
    if (of === undefined) return { secret, deployment: undefined, endpoints: [] };
    let unseen: ApiError | undefined;
    const { endpoints } = await endpointsOfCluster(client, of, signal, (error) => {
      unseen ??= error;
      warn(`the deployment's endpoints are known in part only: ${error.message}`);
    });
    return { secret, deployment: of, endpoints, refusal: unseen };
  };
  if (deployment !== undefined) {
    const matching = await ofDeployment(client, deployment, secrets, warn, signal);
    return withEndpoints(chooseSecret(matching, { ...wanted, what: `atlasdeployment/${name}` }), deployment);
  }
  if (name === undefined) {
    const secret = chooseSecret(secrets, {
      ...wanted,
      what: everywhere ? 'any deployment' : `namespace ${namespace}`,
    });
    return withEndpoints(secret, await deploymentOf(client, secret, warn, signal));
  }
  const own = secrets.filter((secret) => secret.metadata.name === name);
  if (type !== 'deployment' && own.length > 0) {
    const secret = chooseSecret(own, { ...wanted, what: `the name ${name}` });
    return withEndpoints(secret, await deploymentOf(client, secret, warn, signal));
  }
  const ofCluster = secrets.filter((secret) => isOfCluster(secret, name));
  if (refusal === undefined || (refusal.notServed && ofCluster.length === 0))
    throw await notFound(client, name, type, namespace, secrets, signal);
  // Whether there is such a deployment cannot be told: its name is most often the cluster's, which the Secrets bear.
  if (ofCluster.length === 0) throw refusal;
  warn(unreadable(refusal));
  return {
    secret: chooseSecret(ofCluster, { ...wanted, what: `the cluster ${name}` }),
    deployment: undefined,
    endpoints: [],
    refusal,
  };
}

/** The deployment of a Secret's cluster, for the mapping of its strings; undefined where there is none or it cannot be read. */
async function deploymentOf(
  client: KubeClient,
  secret: ConnectionSecret,
  warn: (text: string) => void,
  signal: AbortSignal,
): Promise<AtlasDeployment | undefined> {
  const nothing = { metadata: {}, items: [] as AtlasDeployment[] };
  const list = await ifAllowed<KubeList<AtlasDeployment>>(
    client.list<AtlasDeployment>(deploymentResource, secret.namespace, {}, signal),
    (error) => {
      warn(unreadable(error));
      return nothing;
    },
  );
  const labels = { 'atlas.mongodb.com/cluster-name': secret.cluster };
  const raw = { apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.name, labels } };
  return list.items.find((deployment) => isOfCluster(raw, clusterName(deployment) ?? deployment.metadata.name));
}

async function notFound(
  client: KubeClient,
  name: string,
  type: 'deployment' | 'secret' | undefined,
  namespace: string,
  secrets: readonly RawSecret[],
  signal: AbortSignal,
): Promise<UserError> {
  const other =
    type === 'deployment'
      ? undefined
      : await client.find<RawSecret>(secretResource, namespace, name, signal).catch(() => undefined);
  if (other !== undefined && !isConnectionSecret(other)) {
    return new UserError(`secret/${name} in namespace ${namespace} is not a connection Secret of the operator`, {
      hint: 'list those with: kubectl get secrets -l atlas.mongodb.com/cluster-name',
    });
  }
  const deployments = await client.list(deploymentResource, namespace, {}, signal).catch(() => undefined);
  const names = [...(deployments?.items ?? []), ...secrets].map((object) => object.metadata.name);
  const meant = nearest(name, names);
  const what =
    type === undefined
      ? 'neither a deployment nor a connection Secret is named'
      : `there is no ${type === 'secret' ? 'connection Secret' : 'deployment'} named`;
  return new UserError(`${what} "${name}" in namespace ${namespace}`, {
    hint:
      meant !== undefined
        ? `did you mean "${meant}"?`
        : names.length > 0
          ? `there are: ${names.slice(0, 10).join(', ')}`
          : `the namespace has neither; look in all with: kubectl get atlasdeployments -A`,
  });
}
