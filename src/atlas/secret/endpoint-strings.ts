import { sameId } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { type PrivateString, privateStrings } from './connection-string.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import type { FoundSecret } from './find.ts';

/**
 * Up to operator 1.6.x a Secret holds a private string only while the deployment has exactly one private endpoint; numbered keys
 * came with 1.7.0 (v1.6.0:pkg/controller/connectionsecret/ensuresecret.go).
 */
export function leftOutByOldOperator(secret: ConnectionSecret, deployment: AtlasDeployment | undefined): boolean {
  const entries = deployment?.status?.connectionStrings?.privateEndpoint?.length ?? 0;
  return (
    entries > 1 &&
    secret.data['connectionStringPrivateSrv'] === '' &&
    secret.data['connectionStringPrivateSrv1'] === undefined
  );
}

/** Names an endpoint by its label or its cloud endpoint's id. */
function isOf(string: PrivateString, endpoint: string): boolean {
  return string.owners.some(({ label, id }) => label === endpoint || sameId(id, endpoint));
}

/**
 * The private strings of a Secret, of one endpoint if one is named.
 * @throws UserError when there is none, with the reason as far as it is known
 */
export function stringsOf(found: FoundSecret, endpoint: string | undefined): readonly PrivateString[] {
  const { secret, deployment, endpoints, refusal } = found;
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const wanted = endpoint === undefined ? strings : strings.filter((string) => isOf(string, endpoint));
  if (wanted.length > 0) return wanted;
  const where = `secret/${secret.name} in namespace ${secret.namespace}`;
  if (leftOutByOldOperator(secret, deployment)) {
    throw new UserError(
      `${where} holds no private connection string: operators up to 1.6 write one only while the deployment has a single private endpoint`,
      {
        hint: 'upgrade the operator to 1.7.0 or later, which numbers the keys; or keep one endpoint in the spec',
      },
    );
  }
  if (endpoint !== undefined && strings.length > 0) throw notOfEndpoint(where, endpoint, strings, found);
  const name = `${deployment?.metadata.name ?? 'DEPLOYMENT'} -n ${deployment?.metadata.namespace ?? 'NAMESPACE'}`;
  if (refusal !== undefined && endpoints.length === 0) {
    throw new UserError(`${where} holds no private connection string, and which endpoints there are cannot be seen`, {
      hint: refusal.hint ?? 'ask for the Role in the README, section Permissions',
    });
  }
  if (deployment !== undefined && endpoints.length === 0) {
    throw new UserError(`${where} holds no private connection string: the deployment declares no private endpoint`, {
      hint: `declare one with: kubectl atlas-pe create ${name}`,
    });
  }
  const pending = endpoints.find(
    ({ phase, label }) => phase !== 'Available' && (endpoint === undefined || label === endpoint),
  );
  throw new UserError(
    `${where} holds no private connection string${pending === undefined ? '' : `: the endpoint "${pending.label}" is ${pending.phase ?? 'in an unknown phase'}`}`,
    {
      hint:
        pending === undefined
          ? 'the operator writes it when it next reconciles the deployment; see where it stands with: kubectl atlas-pe status'
          : `go on with: kubectl atlas-pe up ${name} --endpoint ${pending.label}`,
    },
  );
}

function notOfEndpoint(
  where: string,
  endpoint: string,
  strings: readonly PrivateString[],
  { endpoints, refusal }: FoundSecret,
): UserError {
  const known = endpoints.find(({ label, linkedId }) => label === endpoint || linkedId === endpoint);
  if (known === undefined && refusal !== undefined) {
    return new UserError(`which string of ${where} belongs to the endpoint "${endpoint}" is unknown`, {
      hint: refusal.hint ?? 'ask for the Role in the README, section Permissions',
    });
  }
  if (known === undefined) {
    const labels = endpoints.map(({ label }) => label);
    return new UserError(`the deployment of ${where} has no endpoint "${endpoint}"`, {
      hint: labels.length > 0 ? `it has: ${labels.join(', ')}` : 'leave --endpoint out to see every private string',
    });
  }
  const unknown = strings.some(({ owners }) => owners.length === 0);
  return new UserError(
    unknown
      ? `which string of ${where} belongs to the endpoint "${endpoint}" is unknown: the deployment's status does not list it`
      : `${where} holds no string of the endpoint "${endpoint}", which is ${known.phase ?? 'in an unknown phase'}`,
    { hint: 'leave --endpoint out to see every private string' },
  );
}
