import { sameId } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { askForRole } from '../../kube/errors.ts';
import { type PrivateString, privateStrings } from './connection-string.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import type { FoundSecret } from './find/find.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import { serverless } from '../sources/serverless/source.ts';

/**
 * Up to operator 1.6.x, a Secret contains a private string only while the deployment has exactly one private endpoint; 1.7.0 introduced
 * numbered keys (v1.6.0:pkg/controller/connectionsecret/ensuresecret.go).
 */
export function leftOutByOldOperator(secret: ConnectionSecret, deployment: AtlasDeployment | undefined): boolean {
  const entries = deployment?.status?.connectionStrings?.privateEndpoint?.length ?? 0;
  const declared = deployment?.spec?.serverlessSpec?.privateEndpoints?.length ?? entries;
  return (
    entries > 1 &&
    declared > 1 &&
    secret.data['connectionStringPrivateSrv'] === '' &&
    secret.data['connectionStringPrivateSrv1'] === undefined
  );
}

/**
 * Whether such an operator left out the string of what is by now the only endpoint: it writes the Secret from what Atlas said before the
 * other one was deleted, and does not look again. The Secret has no key for shards, which came with 1.8.1 (PR 1062).
 */
export function leftBehindByOldOperator(secret: ConnectionSecret, deployment: AtlasDeployment | undefined): boolean {
  const { connectionStringPrivateSrv, connectionStringPrivateShard } = secret.data;
  const listed = deployment?.status?.connectionStrings?.privateEndpoint?.length ?? 0;
  return (
    deployment?.spec?.serverlessSpec?.privateEndpoints?.length === 1 &&
    listed > 1 &&
    connectionStringPrivateSrv === '' &&
    connectionStringPrivateShard === undefined
  );
}

/** The error for it. */
function leftBehind(secret: ConnectionSecret, { metadata }: AtlasDeployment): UserError {
  const command = {
    verb: 'secret',
    source: `ad/${metadata.name}`,
    namespace: metadata.namespace,
    flags: { refresh: true as const },
  };
  return new UserError(
    `secret/${secret.name} in namespace ${secret.namespace} contains no private connection string: the operator wrote it while the deployment had two private endpoints, and does not rewrite it by itself`,
    { hint: ['make the operator write it now with: ', command] },
  );
}

/** Names an endpoint by its label or its cloud endpoint's id. */
function isOf(string: PrivateString, endpoint: string): boolean {
  return string.owners.some(({ label, id }) => label === endpoint || sameId(id, endpoint));
}

/**
 * The private strings of a Secret, or only those of one endpoint.
 * @throws UserError if there is none, with the reason if it is known
 */
export function stringsOf(found: FoundSecret, endpoint: string | undefined): readonly PrivateString[] {
  const { secret, deployment, endpoints, refusal } = found;
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const wanted = endpoint === undefined ? strings : strings.filter((string) => isOf(string, endpoint));
  if (wanted.length > 0) return wanted;
  const where = `secret/${secret.name} in namespace ${secret.namespace}`;
  refuseOldOperator(where, found);
  if (endpoint !== undefined && strings.length > 0) throw notOfEndpoint(where, endpoint, strings, found);
  refuseWithoutEndpoints(where, deployment);
  if (refusal !== undefined && endpoints.length === 0) {
    throw new UserError(`${where} contains no private connection string, and its endpoints could not be read`, {
      hint: refusal.hint ?? askForRole,
    });
  }
  throw noString(where, endpoint, found);
}

/** The error for a Secret without any private string whose endpoints are known. */
function noString(where: string, endpoint: string | undefined, { deployment, endpoints }: FoundSecret): UserError {
  const { name = 'DEPLOYMENT', namespace = 'NAMESPACE' } = deployment?.metadata ?? {};
  const about = { source: `ad/${name}`, namespace };
  const lack = `${where} contains no private connection string`;
  if (deployment !== undefined && endpoints.length === 0) {
    return new UserError(`${lack}: the deployment declares no private endpoint`, {
      hint: ['declare one with: ', { verb: 'create', ...about }],
    });
  }
  const pending = endpoints.find(
    ({ phase, label }) => phase !== 'Available' && (endpoint === undefined || label === endpoint),
  );
  if (pending === undefined) {
    return new UserError(lack, {
      hint: ['the operator writes it when it next reconciles the deployment; check with: ', { verb: 'status' }],
    });
  }
  const { label, phase = 'in an unknown phase' } = pending;
  return new UserError(`${lack}: the endpoint "${label}" is ${phase}`, {
    hint: ['continue with: ', { verb: 'up', ...about, flags: { endpoint: label } }],
  });
}

/** @throws UserError for a deployment that can have no endpoints, with what the commands that declare them refuse it for */
function refuseWithoutEndpoints(where: string, deployment: AtlasDeployment | undefined): void {
  if (deployment === undefined || regionsOf(deployment).length > 0) return;
  try {
    serverless.refuse(deployment);
    serverless.refuseHopeless(deployment);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, hint } = error;
    throw new UserError(
      `${where} contains no private connection string: ${message}`,
      hint === undefined ? {} : { hint },
    );
  }
}

/** @throws UserError where the operator wrote the Secret without any private string, for it was made for one endpoint only */
function refuseOldOperator(where: string, { secret, deployment }: FoundSecret): void {
  if (leftOutByOldOperator(secret, deployment)) {
    throw new UserError(
      `${where} contains no private connection string: operators up to 1.6 write one only while the deployment has a single private endpoint`,
      {
        hint: 'upgrade the operator to 1.7.0 or later, which numbers the keys; or keep one endpoint in the spec',
      },
    );
  }
  if (deployment !== undefined && leftBehindByOldOperator(secret, deployment)) throw leftBehind(secret, deployment);
}

function notOfEndpoint(
  where: string,
  endpoint: string,
  strings: readonly PrivateString[],
  { endpoints, refusal }: FoundSecret,
): UserError {
  const known = endpoints.find(({ label, linkedId }) => label === endpoint || linkedId === endpoint);
  if (known === undefined && refusal !== undefined) {
    return new UserError(`cannot tell which string of ${where} belongs to the endpoint "${endpoint}"`, {
      hint: refusal.hint ?? askForRole,
    });
  }
  if (known === undefined) {
    const labels = endpoints.map(({ label }) => label);
    return new UserError(`the deployment of ${where} has no endpoint "${endpoint}"`, {
      hint: labels.length > 0 ? `it has: ${labels.join(', ')}` : 'omit --endpoint to see every private string',
    });
  }
  const unknown = strings.some(({ owners }) => owners.length === 0);
  return new UserError(
    unknown
      ? `cannot tell which string of ${where} belongs to the endpoint "${endpoint}": the deployment's status does not list it`
      : `${where} contains no string for the endpoint "${endpoint}", which is ${known.phase ?? 'in an unknown phase'}`,
    { hint: 'omit --endpoint to see every private string' },
  );
}
