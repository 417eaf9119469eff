import { UserError } from '../../core/errors.ts';
import { askForRole } from '../../kube/errors.ts';
import { type PrivateString, privateStrings } from './connection-string.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import type { FoundSecret } from './find.ts';

/**
 * Up to operator 1.6.x, a Secret contains a private string only while the deployment has exactly one private endpoint; 1.7.0 introduced
 * numbered keys (v1.6.0:pkg/controller/connectionsecret/ensuresecret.go).
 */
export function leftOutByOldOperator(secret: ConnectionSecret, deployment: AtlasDeployment | undefined): boolean {
  const entries = deployment?.status?.connectionStrings?.privateEndpoint?.length ?? 0;
  return (
    entries > 1 &&
    secret.data['connectionStringPrivateSrv'] === '' &&
    secret.data['connectionStringPrivateSrv1'] === undefined
  );
}

/** Whether a string belongs to an endpoint. @param endpoint its label or its cloud endpoint's id */
function isOf(string: PrivateString, endpoint: string): boolean {
  return string.owners.some(({ label, id }) => label === endpoint || id === endpoint);
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
  if (leftOutByOldOperator(secret, deployment)) {
    throw new UserError(
      `${where} contains no private connection string: operators up to 1.6 write one only while the deployment has a single private endpoint`,
      { hint: 'upgrade the operator to 1.7.0 or later, which numbers the keys, or keep only one endpoint in the spec' },
    );
  }
  if (endpoint !== undefined && strings.length > 0) throw notOfEndpoint(where, endpoint, strings, found);
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
