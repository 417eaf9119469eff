import { parseDuration } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import type { ClusterFlags } from '../../kube/config/connection.ts';
import { colorFlag } from './color.ts';
import { type Arguments, type Flags, type Given, argumentsOf, text, texts, toggle } from './flag.ts';

const cluster = 'Cluster flags:';
const identity = 'Identity flags:';

const clusterTable = {
  namespace: text(cluster, 'Namespace to use; defaults to that of the kubeconfig context', {
    value: 'NAME',
    alias: 'n',
    completes: 'namespaces',
  }),
  context: text(cluster, 'Name of the kubeconfig context to use', { value: 'NAME', completes: 'contexts' }),
  cluster: text(cluster, 'Name of the kubeconfig cluster to use', { value: 'NAME', completes: 'clusters' }),
  kubeconfig: text(cluster, 'Path to the kubeconfig file', { value: 'FILE', completes: 'files' }),
  server: text(cluster, 'Address of the Kubernetes API server', { value: 'URL', alias: 's' }),
  'certificate-authority': text(cluster, 'File with the certificate authority for the server', {
    value: 'FILE',
    completes: 'files',
  }),
  'tls-server-name': text(cluster, 'Server name to expect in its certificate', { value: 'NAME' }),
  'insecure-skip-tls-verify': toggle(
    cluster,
    "Don't check the server's certificate; this makes your HTTPS connections insecure",
  ),
  'request-timeout': text(cluster, 'How long to wait for a single request, such as 10s; 0 means no timeout', {
    value: 'TIME',
  }),
} as const satisfies Flags;

/** The kubeconfig user: --user as in kubectl, unless the verb uses --user for the database user. */
const kubeconfigUser = text(identity, 'Name of the kubeconfig user to use', {
  value: 'NAME',
  completes: 'kubeconfig-users',
});
const kubeUser = text(
  identity,
  "Name of the kubeconfig user to use (kubectl's --user; --user is the database user here)",
  {
    value: 'NAME',
    completes: 'kubeconfig-users',
  },
);

const identityTable = {
  token: text(identity, 'Bearer token; other users of this machine may see it in the process list', { value: 'TOKEN' }),
  'client-certificate': text(identity, 'File with the client certificate', { value: 'FILE', completes: 'files' }),
  'client-key': text(identity, 'File with the key of the client certificate', { value: 'FILE', completes: 'files' }),
  as: text(identity, 'User to impersonate; may be a service account', { value: 'USER' }),
  'as-group': texts(identity, 'Group to impersonate; repeat for several', { whole: true }),
  'as-uid': text(identity, 'UID to impersonate', { value: 'UID' }),
  'as-user-extra': texts(identity, 'Extra KEY=VALUE for the impersonated user; repeat for several', {
    whole: true,
  }),
} as const satisfies Flags;

const logTable = {
  v: text(cluster, 'Log level: 6 logs requests, 7 adds their headers, 8 their bodies; never credentials', {
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
