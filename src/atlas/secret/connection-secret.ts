import type { V1Secret } from '@kubernetes/client-node';
import { AmbiguousError, UserError } from '../../core/errors.ts';
import type { Hint, OwnCommand } from '../../core/next-command.ts';
import { nearest } from '../../core/did-you-mean.ts';
import type { KubeClient } from '../../kube/client.ts';
import { type KubeObject, secretResource } from '../../kube/resource.ts';

/** The labels of a connection Secret (operator v1.6.0:pkg/controller/connectionsecret/ensuresecret.go; the same up to v2.15.1). */
const labels = {
  type: 'atlas.mongodb.com/type',
  projectId: 'atlas.mongodb.com/project-id',
  clusterName: 'atlas.mongodb.com/cluster-name',
} as const;

/** A Secret as the API returns it, with its data in base64. */
export type RawSecret = KubeObject & Pick<V1Secret, 'data'>;

/** What a connection Secret is for. */
export interface SecretIdentity {
  readonly name: string;
  readonly namespace: string;
  /** The deployment's name in Atlas, as in the label. */
  readonly cluster: string;
  readonly projectId: string;
  readonly user: string;
}

/** A connection Secret with its data decoded. */
export interface ConnectionSecret extends SecretIdentity {
  /** Decoded, in the API's order. */
  readonly data: Readonly<Record<string, string>>;
  /** When it was last written, as far as the API server recorded it; milliseconds since the epoch. */
  readonly writtenAt?: number | undefined;
}

/** The connection Secrets of a namespace, or of all. API-key and password Secrets have the same type label but no cluster name. */
export async function listConnectionSecrets(
  client: KubeClient,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<readonly RawSecret[]> {
  const selection = { labelSelector: `${labels.type}=credentials,${labels.clusterName}` };
  return (await client.list<RawSecret>(secretResource, namespace, selection, signal)).items;
}

/** A cluster's name as the operator writes it into the label (v2.7.0:internal/kube/kube.go, NormalizeLabelValue). */
export function normalizeLabelValue(name: string): string {
  if (name.length <= 63 && /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?$/.test(name)) return name;
  return name
    .slice(0, 63)
    .toLowerCase()
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .replace(/[^a-z0-9._]+/g, '-');
}

/** Whether the Secret belongs to the cluster of that name. */
export function isOfCluster(secret: RawSecret, cluster: string): boolean {
  return secret.metadata.labels?.[labels.clusterName] === normalizeLabelValue(cluster);
}

/** The same for a Secret whose labels have been read already. */
export function bearsClusterLabel(secret: SecretIdentity, cluster: string): boolean {
  return secret.cluster === normalizeLabelValue(cluster);
}

/** There is no matching connection Secret, perhaps because the operator has not written it yet. */
export class SecretNotFound extends UserError {}

/** Whether the Secret is one of the operator's connection Secrets. */
export function isConnectionSecret(secret: RawSecret): boolean {
  const { [labels.type]: type, [labels.clusterName]: cluster } = secret.metadata.labels ?? {};
  return type === 'credentials' && cluster !== undefined;
}

function decode(secret: RawSecret, key: string, value: string): string {
  const { name, namespace = '' } = secret.metadata;
  const where = `key "${key}" of secret/${name} in namespace ${namespace}`;
  const hint: Hint = [
    'to have the operator write the Secret again, delete it and change the AtlasDatabaseUser or its password; look at it with: ',
    { kubectl: ['get', `secret/${name}`, '-n', namespace, '-o', 'yaml'] },
  ];
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) {
    throw new UserError(`${where} is not valid base64`, { hint });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, 'base64'));
  } catch (error) {
    throw new UserError(`${where} is not UTF-8 text`, { cause: error, hint });
  }
}

/** What the Secret is for, from its labels and `username` alone, so that one broken Secret does not hide the others. */
export function identityOf(secret: RawSecret): SecretIdentity {
  return {
    name: secret.metadata.name,
    namespace: secret.metadata.namespace ?? '',
    cluster: secret.metadata.labels?.[labels.clusterName] ?? '',
    projectId: secret.metadata.labels?.[labels.projectId] ?? '',
    user: Buffer.from(secret.data?.['username'] ?? '', 'base64').toString('utf8'),
  };
}

/** @throws UserError naming the key whose value is not base64 or not UTF-8 */
export function decodeSecret(secret: RawSecret): ConnectionSecret {
  const data = Object.fromEntries(
    Object.entries(secret.data ?? {}).map(([key, value]) => [key, decode(secret, key, value)]),
  );
  const { creationTimestamp, managedFields = [] } = secret.metadata;
  const times = [creationTimestamp, ...managedFields.map(({ time }) => time)].map((time) => Date.parse(time ?? ''));
  const writtenAt = Math.max(...times.filter((time) => !Number.isNaN(time)), 0);
  return { ...identityOf(secret), data, writtenAt: writtenAt === 0 ? undefined : writtenAt };
}

/** Which of several Secrets is wanted. */
export interface WantedSecret {
  /** The database user; undefined for the only one. */
  readonly user: string | undefined;
  /** What the Secrets belong to, for messages. */
  readonly what: string;
  /** Undefined for all namespaces. */
  readonly namespace: string | undefined;
  /** The command that asked for it. */
  readonly command: OwnCommand;
}

/**
 * The Secret of the wanted user, or the only one, decoded.
 * @throws SecretNotFound if there is none; UserError if there are several to choose from, or if its data cannot be decoded
 */
export function chooseSecret(candidates: readonly RawSecret[], wanted: WantedSecret): ConnectionSecret {
  const { user, what, namespace } = wanted;
  const secrets = candidates.map((raw) => ({ raw, ...identityOf(raw) }));
  const [only, second] = user === undefined ? secrets : secrets.filter((secret) => secret.user === user);
  if (only !== undefined && second === undefined) return decodeSecret(only.raw);
  const users = [...new Set(secrets.map((secret) => secret.user))].sort();
  if (only === undefined && user !== undefined && users.length > 0) {
    const near = nearest(user, users);
    throw new UserError(`no connection Secret of ${what} in ${inWords(namespace)} is for the database user "${user}"`, {
      hint: near === undefined ? `there are Secrets for: ${users.join(', ')}` : `did you mean --user ${near}?`,
    });
  }
  throw only === undefined ? noneFound(wanted) : severalFound(only, secrets, wanted);
}

function inWords(namespace: string | undefined): string {
  return namespace === undefined ? 'any namespace' : `namespace ${namespace}`;
}

function noneFound({ what, namespace, command }: WantedSecret): SecretNotFound {
  const everywhere: Hint = [
    '; search the other namespaces with: ',
    { ...command, flags: { ...command.flags, A: true } },
  ];
  return new SecretNotFound(`no connection Secret of ${what} was found in ${inWords(namespace)}`, {
    hint: [
      'the operator writes it next to the AtlasDatabaseUser once the user and the deployment are ready: ',
      { kubectl: ['get', 'atlasdatabaseusers', '-A'] },
      ...(namespace === undefined ? [] : everywhere),
    ],
  });
}

/** The error for several Secrets: they are told apart by the user if none was given, else by their own names. @param first an example */
function severalFound(
  first: SecretIdentity,
  secrets: readonly SecretIdentity[],
  { user, command }: WantedSecret,
): UserError {
  const users = [...new Set(secrets.map((secret) => secret.user))].sort();
  const found = secrets
    .map((secret) => `${secret.namespace}/${secret.name} (user ${secret.user}, cluster ${secret.cluster})`)
    .join(', ');
  const message = `several connection Secrets match: ${found}`;
  if (users.length > 1 && user === undefined) {
    return new AmbiguousError(
      message,
      ['choose the database user with: ', { ...command, flags: { ...command.flags, user: first.user } }],
      'user',
      users.map((each) => ({ value: each, text: `database user ${each}` })),
    );
  }
  return new UserError(message, {
    hint: ['choose one by its own name: ', { verb: 'secret', source: first.name, namespace: first.namespace }],
  });
}
