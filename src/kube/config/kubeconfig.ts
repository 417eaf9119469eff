import { nearest } from '../../core/did-you-mean.ts';
import { UserError } from '../../core/errors.ts';
import { authority } from '../http/certificates.ts';
import type { ClusterFlags, Connection, Surroundings } from './connection.ts';
import { type CredentialSource, credentialsOf, fixed } from './credentials.ts';
import { impersonationHeaders } from './impersonation.ts';
import { inCluster } from './in-cluster.ts';
import type { ClusterEntry, ContextEntry, UserEntry } from './entries.ts';
import { refuseIncomplete } from './incomplete-user.ts';
import { type MergedKubeconfig, loadKubeconfig } from './kubeconfig-file.ts';
import type { Located } from './file/located.ts';
import { dataOrFile, located, namedIn, originOf } from './named-file.ts';
import { proxyFromEnvironment } from '../http/proxy-environment.ts';

/**
 * The connection that kubectl would use with the same flags and environment (client-go tools/clientcmd/client_config.go).
 * @throws UserError without a kubeconfig, for an unknown context, cluster or user, or if credentials cannot be obtained
 */
export async function connection(flags: ClusterFlags, surroundings: Surroundings): Promise<Connection> {
  const config = loadKubeconfig(surroundings.env, flags.kubeconfig);
  const name = flags.context ?? config.currentContext ?? '';
  const context = contextOf(config, flags, name);
  const cluster = withFlags(clusterOf(config, flags, context), flags, flags.cluster ?? context.cluster ?? '');
  if (cluster.value.server === undefined || cluster.value.server === '') {
    const inside = inCluster(flags, surroundings);
    if (inside !== undefined) return inside;
    throw noServer(config, name, flags.cluster ?? context.cluster);
  }
  const server = serverUrl(cluster.value.server);
  const user = userOf(config, flags, context);
  const { value } = cluster;
  const userName = flags.user ?? context.user ?? '';
  return {
    server,
    namespace: flags.namespace ?? (context.namespace || 'default'),
    context: name === '' ? undefined : name,
    ca: authority(
      dataOrFile(cluster, 'certificate-authority'),
      value['insecure-skip-tls-verify'] === true,
      originOf(cluster, 'certificate-authority'),
    ),
    // kubectl sends no credentials in clear text: it only reads them for https (client_config.go, ClientConfig).
    credentials:
      server.protocol === 'http:'
        ? fixed({})
        : (credentials(user, cluster, surroundings) ?? refuseAnonymous(config, userName, name)),
    impersonation: impersonationHeaders(flags, user.value),
    tlsServerName: value['tls-server-name'],
    skipTlsVerify: value['insecure-skip-tls-verify'] === true,
    proxyUrl:
      proxyOf(value['proxy-url'], flags.cluster ?? context.cluster ?? '') ??
      proxyFromEnvironment(server, surroundings.env),
    env: surroundings.env,
    requestTimeoutMs: flags.requestTimeoutMs,
  };
}

function credentials(
  user: Located<UserEntry>,
  cluster: Located<ClusterEntry>,
  { env, interactive = false, signal, now = Date.now }: Surroundings,
): CredentialSource | undefined {
  return credentialsOf(user, { env, interactive, cluster, signal }, now);
}

function contextOf(config: MergedKubeconfig, flags: ClusterFlags, name: string): ContextEntry {
  const found = config.contexts.get(name);
  if (found !== undefined) return found.value;
  // A current-context that does not exist is no error if flags give everything that it would have given.
  if (name === '' || (flags.context === undefined && flags.server !== undefined)) return {};
  throw missing('context', name, config.contexts, 'get-contexts');
}

function clusterOf(config: MergedKubeconfig, flags: ClusterFlags, context: ContextEntry): Located<ClusterEntry> {
  const found = config.clusters.get(flags.cluster ?? context.cluster ?? '');
  if (found === undefined && flags.cluster !== undefined)
    throw missing('cluster', flags.cluster, config.clusters, 'get-clusters');
  return found ?? { value: {}, folder: process.cwd() };
}

/** The cluster with the flags' overrides; paths in flags are relative to the working directory (client_config.go, getCluster). */
function withFlags({ value, folder }: Located<ClusterEntry>, flags: ClusterFlags, name: string): Located<ClusterEntry> {
  const { server, certificateAuthority: ca, tlsServerName } = flags;
  const skip = flags.insecureSkipTlsVerify === true;
  const trust =
    skip || ca !== undefined
      ? {
          'insecure-skip-tls-verify': skip,
          'certificate-authority': ca === undefined ? '' : located(ca, process.cwd()),
          'certificate-authority-data': '',
        }
      : {};
  return {
    value: {
      ...value,
      ...(server === undefined ? {} : { server, 'tls-server-name': '' }),
      ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
      ...trust,
    },
    folder,
    namedBy: namedIn(`cluster "${name}"`, ca === undefined ? [] : ['certificate-authority']),
  };
}

function userOf(config: MergedKubeconfig, flags: ClusterFlags, context: ContextEntry): Located<UserEntry> {
  const found = config.users.get(flags.user ?? context.user ?? '');
  if (found === undefined && flags.user !== undefined)
    throw missing('auth info', flags.user, config.users, 'get-users');
  const { value, folder } = found ?? { value: {}, folder: process.cwd() };
  const { token, clientCertificate: cert, clientKey: key } = flags;
  const user = {
    ...value,
    ...(token === undefined ? {} : { token, tokenFile: '' }),
    ...(cert === undefined
      ? {}
      : { 'client-certificate': located(cert, process.cwd()), 'client-certificate-data': '' }),
    ...(key === undefined ? {} : { 'client-key': located(key, process.cwd()), 'client-key-data': '' }),
  };
  const name = flags.user ?? context.user ?? '';
  refuseIncomplete(user, name);
  const replaced = [
    ...(cert === undefined ? [] : (['client-certificate'] as const)),
    ...(key === undefined ? [] : (['client-key'] as const)),
  ];
  return { value: user, folder, namedBy: namedIn(`user "${name}"`, replaced) };
}

/** kubectl asks for a name and a password here, which no API server has taken since Kubernetes 1.19. @throws UserError, always */
function refuseAnonymous(config: MergedKubeconfig, user: string, context: string): never {
  const reason =
    user === ''
      ? `context "${context}" names no user`
      : config.users.has(user)
        ? `the kubeconfig user "${user}" has no credentials`
        : `context "${context}" names the user "${user}", which is not in the kubeconfig`;
  throw new UserError(reason, {
    hint: [
      'choose a user with --user NAME, or give --token; list the users with: ',
      { kubectl: ['config', 'get-users'] },
    ],
  });
}

/** @param list the command of `kubectl config` that lists what exists */
function missing(what: string, name: string, known: ReadonlyMap<string, unknown>, list: string): UserError {
  const near = nearest(name, [...known.keys()]);
  return new UserError(`${what} "${name}" does not exist`, {
    hint: [`${near === undefined ? '' : `did you mean "${near}"? `}list them with: `, { kubectl: ['config', list] }],
  });
}

function noServer(config: MergedKubeconfig, context: string, cluster: string | undefined): UserError {
  if (!config.found) {
    return new UserError(`no kubeconfig found (looked for ${config.files.join(', ')})`, {
      hint: [
        'set KUBECONFIG or name a file with --kubeconfig; on EKS: ',
        { shell: ['aws', 'eks', 'update-kubeconfig', '--name', 'CLUSTER'] },
      ],
    });
  }
  if (context === '') {
    return new UserError('the kubeconfig has no current context', {
      hint: ['choose one with --context NAME; list them with: ', { kubectl: ['config', 'get-contexts'] }],
    });
  }
  return new UserError(
    `context "${context}" names the cluster "${cluster ?? ''}", for which the kubeconfig has no server`,
    { hint: ['look at it with: ', { kubectl: ['config', 'view'] }] },
  );
}

/** The cluster's own proxy, refused as kubectl refuses it (client-go tools/clientcmd/client_config.go, parseProxyURL). */
function proxyOf(text: string | undefined, cluster: string): string | undefined {
  if (text === undefined || text === '') return undefined;
  const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : undefined;
  if (scheme !== undefined && ['http', 'https', 'socks5'].includes(scheme)) return text;
  const reason =
    scheme === undefined
      ? `could not parse: ${text}`
      : `unsupported scheme "${scheme}", must be http, https, or socks5`;
  throw new UserError(`invalid 'proxy-url' "${text}" for cluster "${cluster}": ${reason}`, {
    hint: ['look at it with: ', { kubectl: ['config', 'view', '--minify'] }],
  });
}

/** A server without a scheme is http, as in client-go (rest/url_utils.go, DefaultServerURL). */
function serverUrl(text: string): URL {
  try {
    return new URL(/^https?:\/\//.test(text) ? text : `http://${text}`);
  } catch (error) {
    throw new UserError(`the server "${text}" is not a URL`, {
      cause: error,
      hint: ['look at it with: ', { kubectl: ['config', 'view', '--minify'] }],
    });
  }
}
