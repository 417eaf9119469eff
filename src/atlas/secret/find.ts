import type { EndpointState } from '../../core/endpoint.ts';
import { UserError } from '../../core/errors.ts';
import type { OwnCommand } from '../../core/next-command.ts';
import { ApiError } from '../../kube/errors.ts';
import { secretTypes } from '../../kube/resource.ts';
import { orRefusal } from '../../kube/refusal.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { endpointsOfCluster } from '../projects/cluster-endpoints.ts';
import type { Run } from '../run.ts';
import { sourceOfType } from '../sources/lookup.ts';
import {
  type ConnectionSecret,
  type RawSecret,
  chooseSecret,
  isOfCluster,
  listConnectionSecrets,
} from './connection-secret.ts';
import { deploymentOf, secretsOf, unreadable } from './deployment.ts';
import { type NamedType, nothingNamed } from './not-found.ts';

/** Which connection Secret to find. */
export interface SecretQuery {
  /** A deployment's or a Secret's name, or TYPE/NAME; undefined for any in the namespace. */
  readonly name: string | undefined;
  readonly namespace: string;
  /** Whether to search for Secrets in all namespaces; the deployment is still in `namespace`. */
  readonly everywhere: boolean;
  /** The database user; undefined for the only one. */
  readonly user: string | undefined;
}

/** A deployment's connection Secret, with the endpoints that its strings belong to. */
export interface FoundSecret {
  readonly secret: ConnectionSecret;
  /** The deployment that the Secret connects to; undefined if it is unknown or cannot be read. */
  readonly deployment: AtlasDeployment | undefined;
  /** The endpoints of the deployment, whatever declares them. */
  readonly endpoints: readonly EndpointState[];
  /** Why the deployment or what declares its endpoints cannot be read, so that its endpoints are not fully known. */
  readonly refusal?: ApiError | undefined;
}

function splitType(text: string): { readonly type: NamedType; readonly name: string } {
  const at = text.indexOf('/');
  if (at < 0) return { type: undefined, name: text };
  const [type, name] = [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  const hint = 'write DEPLOYMENT, ad/DEPLOYMENT or secret/SECRET';
  if (name === '' || name.includes('/'))
    throw new UserError(`invalid argument "${text}": the name is missing or contains a slash`, { hint });
  if (secretTypes.includes(type)) return { type: 'secret', name };
  if (sourceOfType(type)?.isCluster === true) return { type: 'deployment', name };
  throw new UserError(`invalid argument "${text}": the type "${type}" is neither a deployment nor a Secret`, { hint });
}

/**
 * Finds a connection Secret by its labels, never by computing its name, which could collide with another.
 * @throws UserError if there is none, if there are several to choose from, or if its data cannot be decoded
 */
export async function findConnectionSecret(run: Run, query: SecretQuery): Promise<FoundSecret> {
  const { client, time } = run;
  const { namespace, everywhere } = query;
  const named = query.name === undefined ? undefined : splitType(query.name);
  const [secrets, deployment] = await Promise.all([
    listConnectionSecrets(client, everywhere ? undefined : namespace, time.signal),
    named === undefined || named.type === 'secret'
      ? undefined
      : orRefusal(client.find<AtlasDeployment>(deploymentResource, namespace, named.name, time.signal)),
  ]);
  if (named === undefined) return withDeployment(run, choose(query, secrets, 'any deployment'));
  const { type, name } = named;
  if (deployment !== undefined && !(deployment instanceof ApiError)) {
    const own = await secretsOf(run, deployment, secrets);
    return withEndpoints(run, choose(query, own, `atlasdeployment/${name}`), deployment);
  }
  const ofName = type === 'deployment' ? [] : secrets.filter((secret) => secret.metadata.name === name);
  if (ofName.length > 0) return withDeployment(run, choose(query, ofName, `the name ${name}`));
  const ofCluster = secrets.filter((secret) => isOfCluster(secret, name));
  if (deployment === undefined || (deployment.notServed && ofCluster.length === 0))
    throw await nothingNamed(run, { name, type, namespace }, secrets);
  // The deployment may exist. Its name is usually the cluster's name, which the Secrets have in a label.
  if (ofCluster.length === 0) throw deployment;
  run.warn(unreadable(deployment));
  const secret = choose(query, ofCluster, `the cluster ${name}`);
  return { secret, deployment: undefined, endpoints: [], refusal: deployment };
}

/** @param what what the Secrets belong to, for messages */
function choose(query: SecretQuery, candidates: readonly RawSecret[], what: string): ConnectionSecret {
  const { name, namespace, everywhere, user } = query;
  const command: OwnCommand = {
    verb: 'secret',
    source: name,
    namespace: everywhere && name === undefined ? undefined : namespace,
    flags: { A: everywhere ? true : undefined },
  };
  return chooseSecret(candidates, { user, what, command, namespace: everywhere ? undefined : namespace });
}

async function withDeployment(run: Run, secret: ConnectionSecret): Promise<FoundSecret> {
  const deployment = await deploymentOf(run, secret);
  return deployment === undefined
    ? { secret, deployment: undefined, endpoints: [] }
    : withEndpoints(run, secret, deployment);
}

async function withEndpoints(run: Run, secret: ConnectionSecret, deployment: AtlasDeployment): Promise<FoundSecret> {
  let refusal: ApiError | undefined;
  const { endpoints } = await endpointsOfCluster(run, deployment, (error) => {
    refusal ??= error;
    run.warn(`could not read everything that declares the deployment's endpoints: ${error.message}`);
  });
  return { secret, deployment, endpoints, refusal };
}
