import { parseDuration } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import type { ClusterFlags } from '../../kube/config/connection.ts';
import { colorFlag } from './color.ts';
import { type Arguments, type Flags, type Given, argumentsOf, text, texts, toggle } from './flag.ts';

const cluster = 'Cluster flags:';
const identity = 'Identity flags:';

const clusterTable = {
  namespace: text(cluster, "Use this namespace instead of the kubeconfig context's", {
    value: 'NAME',
    alias: 'n',
    completes: 'namespaces',
  }),
  context: text(cluster, 'Use this context of the kubeconfig', { value: 'NAME', completes: 'contexts' }),
  cluster: text(cluster, 'Use this cluster of the kubeconfig', { value: 'NAME', completes: 'clusters' }),
  kubeconfig: text(cluster, 'Read this kubeconfig file', { value: 'FILE', completes: 'files' }),
  server: text(cluster, 'Talk to the Kubernetes API server at this address', { value: 'URL', alias: 's' }),
  'certificate-authority': text(cluster, 'Trust the certificate authority in this file for the API server', {
    value: 'FILE',
    completes: 'files',
  }),
  'tls-server-name': text(cluster, "Expect this server name in the API server's certificate", { value: 'NAME' }),
  'insecure-skip-tls-verify': toggle(
    cluster,
    "Skip verifying the API server's certificate, which makes your HTTPS connections insecure",
  ),
  'request-timeout': text(cluster, 'Give up on a single request after this time, such as 10s (0 means no timeout)', {
    value: 'TIME',
  }),
} as const satisfies Flags;

/** The kubeconfig user: --user as in kubectl, unless the verb uses --user for the database user. */
const kubeconfigUser = text(identity, 'Use this user of the kubeconfig', {
  value: 'NAME',
  completes: 'kubeconfig-users',
});
const kubeUser = text(identity, 'Use this user of the kubeconfig, since --user is the database user here', {
  value: 'NAME',
  completes: 'kubeconfig-users',
});

const identityTable = {
  token: text(
    identity,
    'Authenticate with this bearer token, which other users of this machine may see in the process list',
    { value: 'TOKEN' },
  ),
  'client-certificate': text(identity, 'Authenticate with the client certificate in this file', {
    value: 'FILE',
    completes: 'files',
  }),
  'client-key': text(identity, 'Read the key of the client certificate from this file', {
    value: 'FILE',
    completes: 'files',
  }),
  as: text(identity, 'Impersonate this user, which can be a service account', { value: 'USER' }),
  'as-group': texts(identity, 'Impersonate this group (may be repeated)', { whole: true }),
  'as-uid': text(identity, 'Impersonate this UID', { value: 'UID' }),
  'as-user-extra': texts(identity, 'Add this KEY=VALUE to the impersonated user (may be repeated)', {
    whole: true,
  }),
} as const satisfies Flags;

const logTable = {
  v: text(cluster, 'Log each request from level 6, its headers from 7 and its body from 8, but never credentials', {
    value: 'LEVEL',
  }),
} as const satisfies Flags;

/** The flags that every verb takes under the same name. */
const everywhere = { ...clusterTable, ...identityTable, ...logTable, ...colorFlag };

/** The arguments that every verb has, including the kubeconfig user, whichever flag it was given with. */
export type ClusterArguments = Arguments<typeof everywhere> & { readonly 'kubeconfig-user': string | undefined };

/** The flag for the kubeconfig user on a verb: --kube-user if the verb has a --user of its own. */
export function kubeconfigUserFlag(own: Flags): 'user' | 'kube-user' {
  return own['user'] === undefined ? 'user' : 'kube-user';
}

/**
 * kubectl's cluster and identity flags (cli-runtime pkg/genericclioptions/config_flags.go), except the two for basic authentication.
 * @param own the flags of the verb
 */
export function clusterFlags(own: Flags): Flags {
  const name = kubeconfigUserFlag(own);
  return {
    ...clusterTable,
    [name]: name === 'user' ? kubeconfigUser : kubeUser,
    ...identityTable,
    ...logTable,
    ...colorFlag,
  };
}

/** Reads the arguments that every verb has. @param own the flags of the verb */
export function clusterArguments(own: Flags, given: Given): ClusterArguments {
  return {
    ...argumentsOf(everywhere, given),
    'kubeconfig-user': kubeconfigUser.read(given[kubeconfigUserFlag(own)]),
  };
}

/** The flags in the form that loading a kubeconfig needs; as in kubectl, an empty value counts as none. @throws UserError for a malformed value */
export function clusterFlagsOf(args: ClusterArguments): ClusterFlags {
  return {
    kubeconfig: unlessEmpty(args.kubeconfig),
    context: unlessEmpty(args.context),
    namespace: unlessEmpty(args.namespace),
    cluster: unlessEmpty(args.cluster),
    user: unlessEmpty(args['kubeconfig-user']),
    server: unlessEmpty(args.server),
    token: unlessEmpty(args.token),
    tlsServerName: unlessEmpty(args['tls-server-name']),
    certificateAuthority: unlessEmpty(args['certificate-authority']),
    clientCertificate: unlessEmpty(args['client-certificate']),
    clientKey: unlessEmpty(args['client-key']),
    insecureSkipTlsVerify: args['insecure-skip-tls-verify'],
    requestTimeoutMs: requestTimeout(unlessEmpty(args['request-timeout'])),
    as: unlessEmpty(args.as),
    asGroups: args['as-group']?.filter((group) => group !== '') ?? [],
    asUid: unlessEmpty(args['as-uid']),
    asUserExtra: extraOf(args['as-user-extra']?.filter((pair) => pair !== '') ?? []),
  };
}

function unlessEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** kubectl's --request-timeout (client-go tools/clientcmd/helpers.go, ParseTimeout). @returns undefined for no timeout */
function requestTimeout(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  try {
    const ms = /^\d+$/.test(given) ? Number(given) * 1000 : parseDuration('request-timeout', given);
    return ms === 0 ? undefined : ms;
  } catch (error) {
    throw new UserError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
      { cause: error, hint: 'write it like --request-timeout=30s' },
    );
  }
}

function extraOf(pairs: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const extra = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) {
      throw new UserError(`invalid value "${pair}" for --as-user-extra: not KEY=VALUE`, {
        hint: 'write it like --as-user-extra scopes=development',
      });
    }
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
    extra.set(key, [...(extra.get(key) ?? []), value]);
  }
  return Object.fromEntries(extra);
}
