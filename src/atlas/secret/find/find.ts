import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import { ApiError } from '../../../kube/errors.ts';
import { secretResource, secretTypes } from '../../../kube/resource.ts';
import { orRefusal } from '../../../kube/refusal.ts';
import { type AtlasDeployment, deploymentResource } from '../../api/deployment.ts';
import { endpointsOfCluster } from '../../projects/cluster-endpoints.ts';
import type { Run } from '../../run.ts';
import { sourceOfType } from '../../sources/lookup.ts';
import {
  type ConnectionSecret,
  type RawSecret,
  chooseSecret,
  identityOf,
  isConnectionSecret,
  isOfCluster,
  listConnectionSecrets,
} from '../connection-secret.ts';
import { deploymentOf, secretsOf, unreadable } from '../deployment.ts';
import { noneSeen, secretsNextToUsers } from './elsewhere.ts';
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
  /** Whether these are all: false where not every namespace could be searched for what declares them. */
  readonly complete: boolean;
  /** Why the deployment, or what declares its endpoints, cannot be read: which endpoints it has is not known then. */
  readonly refusal?: UserError | undefined;
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
  const { namespace } = query;
  const named = query.name === undefined ? undefined : splitType(query.name);
  const [secrets, deployment] = await Promise.all([
    candidatesFor(run, query, named?.type === 'secret' ? named.name : undefined),
    named === undefined || named.type === 'secret'
      ? undefined
      : orRefusal(client.find<AtlasDeployment>(deploymentResource, namespace, named.name, time.signal)),
  ]);
  if (named === undefined) return withDeployment(run, choose(query, secrets, 'any deployment'));
  const { type, name } = named;
  if (deployment !== undefined && !(deployment instanceof ApiError)) {
    return withEndpoints(run, await secretOf(run, query, deployment, secrets), deployment);
  }
  const ofName = type === 'deployment' ? [] : secrets.filter((secret) => secret.metadata.name === name);
  if (ofName.length > 0) return withDeployment(run, choose(query, ofName, `the name ${name}`));
  // A deployment of this name may be there, for a cluster of another name or project: its Secrets cannot be told then.
  if (deployment !== undefined && !deployment.notServed) throw deployment;
  const ofCluster = secrets.filter((secret) => isOfCluster(secret, name));
  if (deployment === undefined || ofCluster.length === 0)
    throw await nothingNamed(run, { name, type, namespace }, secrets);
  run.warn(unreadable(deployment));
  const secret = choose(query, ofCluster, `the cluster ${name}`);
  return { secret, deployment: undefined, endpoints: [], complete: false, refusal: deployment };
}

/**
 * The connection Secrets that a query may be for: those of its namespace, or of all; a Secret that is named alone, where it may be read.
 * @param name the Secret's, if it is named as a Secret
 */
async function candidatesFor(
  { client, time: { signal } }: Run,
  { namespace, everywhere }: SecretQuery,
  name: string | undefined,
): Promise<readonly RawSecret[]> {
  if (name !== undefined && !everywhere) {
    const secret = await orRefusal(client.find<RawSecret>(secretResource, namespace, name, signal));
    if (secret !== undefined && !(secret instanceof ApiError) && isConnectionSecret(secret)) return [secret];
  }
  return listConnectionSecrets(client, everywhere ? undefined : namespace, signal);
}

/**
 * The Secret of a deployment: in the namespace that is searched, else next to the database users of its project.
 * @param secrets those of the namespace that is searched
 */
async function secretOf(
  run: Run,
  query: SecretQuery,
  deployment: AtlasDeployment,
  secrets: readonly RawSecret[],
): Promise<ConnectionSecret> {
  const { namespace, everywhere, user } = query;
  const here = await secretsOf(run, deployment, secrets);
  const isThere = here.secrets.some((secret) => user === undefined || identityOf(secret).user === user);
  if (isThere || everywhere) return choose(query, here.secrets, here.what);
  const elsewhere = await secretsNextToUsers(run, deployment, user);
  const found = await secretsOf(run, deployment, [...secrets, ...elsewhere.secrets]);
  if (found.secrets.length === 0 && elsewhere.unseen !== undefined)
    throw noneSeen(found.what, namespace, elsewhere.unseen);
  return choose(query, found.secrets, found.what);
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
  if (deployment instanceof UserError)
    return { secret, deployment: undefined, endpoints: [], complete: false, refusal: deployment };
  return deployment === undefined
    ? { secret, deployment: undefined, endpoints: [], complete: false }
    : withEndpoints(run, secret, deployment);
}

async function withEndpoints(run: Run, secret: ConnectionSecret, deployment: AtlasDeployment): Promise<FoundSecret> {
  let refusal: ApiError | undefined;
  const { endpoints, complete } = await endpointsOfCluster(run, deployment, (error) => {
    refusal ??= error;
    run.warn(`could not read everything that declares the deployment's endpoints: ${error.message}`);
  });
  return { secret, deployment, endpoints, complete, refusal };
}
