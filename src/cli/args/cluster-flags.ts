import { parseDuration } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import type { ClusterFlags } from '../../kube/config/connection.ts';
import { type Flag, type Flags, text, toggle, wholeTexts } from './flag.ts';

const cluster = 'Cluster flags:';
const identity = 'Identity flags:';

/** The kubeconfig user: --user in kubectl, and here where --user is not the database user. */
const kubeconfigUser = text(identity, 'Name of the kubeconfig user to use', {
  value: 'NAME',
  completes: 'kubeconfig-users',
});

/** Under which argument parse() hands over the kubeconfig user, whichever flag it was. */
export const KUBECONFIG_USER = 'kubeconfig-user';

/**
 * kubectl's cluster and identity flags (cli-runtime pkg/genericclioptions/config_flags.go), without the two of basic authentication.
 * @param taken the flags of the verb: where --user is among them, the kubeconfig user is --kube-user
 */
export function clusterFlags(taken: Flags): Flags {
  const user: Record<string, Flag> =
    taken['user'] === undefined
      ? { user: kubeconfigUser }
      : {
          'kube-user': {
            ...kubeconfigUser,
            description: "Name of the kubeconfig user to use: kubectl's --user, which is the database user here",
          },
        };
  return {
    namespace: text(cluster, "Namespace; that of the kubeconfig's context otherwise", {
      value: 'NAME',
      alias: 'n',
      completes: 'namespaces',
    }),
    context: text(cluster, 'Name of the kubeconfig context to use', { value: 'NAME', completes: 'contexts' }),
    cluster: text(cluster, 'Name of the kubeconfig cluster to use', { value: 'NAME', completes: 'clusters' }),
    kubeconfig: text(cluster, 'Path to the kubeconfig file', { value: 'FILE', completes: 'files' }),
    server: text(cluster, 'Address of the Kubernetes API server', { value: 'URL', alias: 's' }),
    'certificate-authority': text(cluster, 'Certificate of the authority that signed the server', {
      value: 'FILE',
      completes: 'files',
    }),
    'tls-server-name': text(cluster, "Name to look for in the server's certificate", { value: 'NAME' }),
    'insecure-skip-tls-verify': toggle(cluster, "Do not check the server's certificate: anybody can pose as it"),
    'request-timeout': text(cluster, 'How long one request may take, such as 10s; 0 is for ever', { value: 'TIME' }),
    ...user,
    token: text(identity, 'Bearer token; others on this machine may see it in the process list', { value: 'TOKEN' }),
    'client-certificate': text(identity, 'Client certificate', { value: 'FILE', completes: 'files' }),
    'client-key': text(identity, 'Key of the client certificate', { value: 'FILE', completes: 'files' }),
    as: text(identity, 'User to impersonate; may be a service account', { value: 'USER' }),
    'as-group': wholeTexts(identity, 'Group to impersonate; repeat it for several'),
    'as-uid': text(identity, 'UID to impersonate', { value: 'UID' }),
    'as-user-extra': wholeTexts(identity, 'Extra KEY=VALUE of the user to impersonate; repeat it for several'),
    v: text(cluster, 'What is logged to stderr: 6 requests, 7 their headers, 8 bodies; never a secret', {
      value: 'LEVEL',
    }),
  };
}

/** The flags as the kubeconfig takes them; an empty value is none, as in kubectl. @throws UserError for what cannot be read */
export function clusterFlagsOf(args: Readonly<Record<string, unknown>>): ClusterFlags {
  const one = (name: string): string | undefined => {
    const value = args[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const many = (name: string): readonly string[] =>
    Array.isArray(args[name]) ? (args[name] as string[]).filter((item) => item !== '') : [];
  return {
    kubeconfig: one('kubeconfig'),
    context: one('context'),
    namespace: one('namespace'),
    cluster: one('cluster'),
    user: one(KUBECONFIG_USER),
    server: one('server'),
    token: one('token'),
    tlsServerName: one('tls-server-name'),
    certificateAuthority: one('certificate-authority'),
    clientCertificate: one('client-certificate'),
    clientKey: one('client-key'),
    insecureSkipTlsVerify: args['insecure-skip-tls-verify'] === true,
    requestTimeoutMs: requestTimeout(one('request-timeout')),
    as: one('as'),
    asGroups: many('as-group'),
    asUid: one('as-uid'),
    asUserExtra: extraOf(many('as-user-extra')),
  };
}

/** kubectl's --request-timeout (client-go tools/clientcmd/helpers.go, ParseTimeout). @returns undefined for none */
function requestTimeout(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  try {
    const ms = parseDuration('request-timeout', given);
    return ms === 0 ? undefined : ms;
  } catch (error) {
    throw new UserError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
      { cause: error, hint: 'write it like --request-timeout=30s' },
    );
  }
}

function extraOf(pairs: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const extra: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) {
      throw new UserError(`invalid value "${pair}" for --as-user-extra: not KEY=VALUE`, {
        hint: 'write it like --as-user-extra scopes=development',
      });
    }
    (extra[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  return extra;
}
