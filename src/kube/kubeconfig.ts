import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { nearest } from '../core/nearest.ts';
import { UserError } from '../core/errors.ts';
import { runCredentialPlugin } from './exec-credential.ts';
import { type Located, type UserEntry, loadKubeconfig } from './kubeconfig-file.ts';

/** Everything needed to talk to one API server. */
export interface Connection {
  readonly server: URL;
  readonly namespace: string;
  /** Undefined inside a Pod, where there is no kubeconfig. */
  readonly context: string | undefined;
  readonly ca: string | Buffer | undefined;
  readonly cert: string | Buffer | undefined;
  readonly key: string | Buffer | undefined;
  readonly authorization: string | undefined;
  readonly tlsServerName: string | undefined;
  readonly skipTlsVerify: boolean;
  readonly proxyUrl: string | undefined;
}

export interface ClusterFlags {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The connection that kubectl would use with the same flags and environment.
 * @throws UserError without a kubeconfig, for an unknown context, or when a credential cannot be had
 */
export async function connection(flags: ClusterFlags, env: NodeJS.ProcessEnv): Promise<Connection> {
  const config = loadKubeconfig(env, flags.kubeconfig);
  if (!config.found) {
    const inside = inCluster(flags, env);
    if (inside !== undefined) return inside;
    throw new UserError(`no kubeconfig found (looked for ${config.files.join(', ')})`, {
      hint: 'set KUBECONFIG or name a file with --kubeconfig; on EKS: aws eks update-kubeconfig --name CLUSTER',
    });
  }
  const name = flags.context ?? config.currentContext;
  if (name === undefined || name === '') {
    throw new UserError('the kubeconfig has no current context', {
      hint: 'choose one with --context NAME; list them with: kubectl config get-contexts',
    });
  }
  const context = config.contexts.get(name);
  if (context === undefined) {
    const meant = nearest(name, [...config.contexts.keys()]);
    throw new UserError(`context "${name}" does not exist`, {
      hint: `${meant === undefined ? '' : `did you mean "${meant}"? `}list them with: kubectl config get-contexts`,
    });
  }
  const cluster = config.clusters.get(context.value.cluster ?? '');
  if (cluster?.value.server === undefined) {
    throw new UserError(
      `context "${name}" names the cluster "${context.value.cluster ?? ''}", for which the kubeconfig has no server`,
      {
        hint: 'look at it with: kubectl config view',
      },
    );
  }
  const user = config.users.get(context.value.user ?? '');
  const { value, folder } = cluster;
  return {
    server: serverUrl(value.server ?? ''),
    namespace: flags.namespace ?? context.value.namespace ?? 'default',
    context: name,
    ca: fileOrData(value['certificate-authority-data'], value['certificate-authority'], folder),
    tlsServerName: value['tls-server-name'],
    skipTlsVerify: value['insecure-skip-tls-verify'] === true,
    proxyUrl: value['proxy-url'],
    ...(await credentials(user, env)),
  };
}

type Credentials = Pick<Connection, 'cert' | 'key' | 'authorization'>;

async function credentials(user: Located<UserEntry> | undefined, env: NodeJS.ProcessEnv): Promise<Credentials> {
  if (user === undefined) return { cert: undefined, key: undefined, authorization: undefined };
  const { value, folder } = user;
  const cert = fileOrData(value['client-certificate-data'], value['client-certificate'], folder);
  const key = fileOrData(value['client-key-data'], value['client-key'], folder);
  // A token file wins over a token: client-go rest/config.go re-reads it, because such tokens rotate.
  const token =
    value.tokenFile === undefined ? value.token : readFileOf(value.tokenFile, folder).toString('utf8').trim();
  if (token !== undefined && token !== '') return { cert, key, authorization: `Bearer ${token}` };
  if (value.username !== undefined) {
    const basic = Buffer.from(`${value.username}:${value.password ?? ''}`).toString('base64');
    return { cert, key, authorization: `Basic ${basic}` };
  }
  if (value.exec !== undefined) {
    const answer = await runCredentialPlugin(value.exec, folder, env);
    return {
      cert: answer.clientCertificateData ?? cert,
      key: answer.clientKeyData ?? key,
      authorization: answer.token === undefined ? undefined : `Bearer ${answer.token}`,
    };
  }
  if (value['auth-provider'] !== undefined && cert === undefined) {
    throw new UserError(
      `the kubeconfig user relies on the auth-provider "${value['auth-provider'].name}", which kubectl dropped in 1.26`,
      {
        hint: "write the kubeconfig again with the cloud's current command line: it uses an exec plugin instead",
      },
    );
  }
  return { cert, key, authorization: undefined };
}

function serverUrl(text: string): URL {
  try {
    return new URL(text.includes('://') ? text : `https://${text}`);
  } catch (error) {
    throw new UserError(`the kubeconfig's server "${text}" is not a URL`, {
      cause: error,
      hint: 'look at it with: kubectl config view --minify',
    });
  }
}

function readFileOf(path: string, folder: string): Buffer {
  const file = isAbsolute(path) ? path : resolve(folder, path);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`the kubeconfig names ${file}, which cannot be read`, {
      cause: error,
      hint: 'look at it with: kubectl config view --minify',
    });
  }
}

function fileOrData(data: string | undefined, path: string | undefined, folder: string): Buffer | undefined {
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64');
  if (path !== undefined && path !== '') return readFileOf(path, folder);
  return undefined;
}

/** The connection of a Pod with a service account (client-go rest/config.go, InClusterConfig); undefined elsewhere. */
function inCluster(flags: ClusterFlags, env: NodeJS.ProcessEnv): Connection | undefined {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']];
  if (host === undefined || port === undefined || !existsSync(`${serviceAccount}/token`)) return undefined;
  const read = (file: string): string => readFileSync(`${serviceAccount}/${file}`, 'utf8').trim();
  return {
    server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    namespace: flags.namespace ?? read('namespace'),
    context: undefined,
    ca: read('ca.crt'),
    cert: undefined,
    key: undefined,
    authorization: `Bearer ${read('token')}`,
    tlsServerName: undefined,
    skipTlsVerify: false,
    proxyUrl: undefined,
  };
}
