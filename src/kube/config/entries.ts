import type { Fields } from './fields.ts';

/** The parts of a kubeconfig that this program reads (client-go tools/clientcmd/api/v1/types.go). */
export interface ClusterEntry {
  readonly server?: string | undefined;
  readonly 'certificate-authority'?: string | undefined;
  readonly 'certificate-authority-data'?: string | undefined;
  readonly 'insecure-skip-tls-verify'?: boolean | undefined;
  readonly 'tls-server-name'?: string | undefined;
  readonly 'proxy-url'?: string | undefined;
  /** Only told to a credential plugin: our requests ask for no compression. */
  readonly 'disable-compression'?: boolean | undefined;
  readonly extensions?: readonly { readonly name: string; readonly extension: unknown }[];
}

export interface ExecEntry {
  readonly apiVersion?: string | undefined;
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly installHint?: string | undefined;
  readonly provideClusterInfo?: boolean | undefined;
  readonly interactiveMode?: string | undefined;
}

export interface UserEntry {
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly 'client-certificate'?: string | undefined;
  readonly 'client-certificate-data'?: string | undefined;
  readonly 'client-key'?: string | undefined;
  readonly 'client-key-data'?: string | undefined;
  readonly exec?: ExecEntry | undefined;
  readonly 'auth-provider'?: { readonly name: string } | undefined;
  readonly as?: string | undefined;
  readonly 'as-uid'?: string | undefined;
  readonly 'as-groups'?: readonly string[] | undefined;
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface ContextEntry {
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * The checks of kubectl's decoder on fields that say nothing to this program. @throws UserError for a file that is no kubeconfig, or of
 * another version
 */
export function refuseOtherKinds(fields: Fields): void {
  fields.oneOf('kind', ['Config', '']);
  fields.oneOf('apiVersion', ['v1', '', '/', '/v1']);
  const preferences = fields.within('preferences');
  preferences?.toggle('colors');
  preferences?.named('extensions', 'extension');
  fields.named('extensions', 'extension');
}

export function contextEntry(fields: Fields): ContextEntry {
  fields.named('extensions', 'extension');
  return { cluster: fields.text('cluster'), user: fields.text('user'), namespace: fields.text('namespace') };
}

export function clusterEntry(fields: Fields): ClusterEntry {
  return {
    server: fields.text('server'),
    'certificate-authority': fields.text('certificate-authority'),
    'certificate-authority-data': fields.base64('certificate-authority-data'),
    'insecure-skip-tls-verify': fields.toggle('insecure-skip-tls-verify'),
    'tls-server-name': fields.text('tls-server-name'),
    'proxy-url': fields.text('proxy-url'),
    'disable-compression': fields.toggle('disable-compression'),
    extensions: [...fields.named('extensions', 'extension')].map(([name, each]) => ({
      name,
      extension: each.any('extension'),
    })),
  };
}

export function userEntry(fields: Fields): UserEntry {
  const provider = fields.within('auth-provider');
  provider?.strings('config');
  fields.named('extensions', 'extension');
  const exec = fields.within('exec');
  const extra = fields.within('as-user-extra');
  return {
    token: fields.text('token'),
    tokenFile: fields.text('tokenFile'),
    username: fields.text('username'),
    password: fields.text('password'),
    'client-certificate': fields.text('client-certificate'),
    'client-certificate-data': fields.base64('client-certificate-data'),
    'client-key': fields.text('client-key'),
    'client-key-data': fields.base64('client-key-data'),
    exec: exec === undefined ? undefined : execEntry(exec),
    'auth-provider': provider === undefined ? undefined : { name: provider.text('name') ?? '' },
    as: fields.text('as'),
    'as-uid': fields.text('as-uid'),
    'as-groups': fields.texts('as-groups'),
    'as-user-extra':
      extra === undefined ? undefined : Object.fromEntries(extra.keys().map((key) => [key, extra.texts(key) ?? []])),
  };
}

const defaultingVersions = ['v1alpha1', 'v1beta1'].map((version) => `client.authentication.k8s.io/${version}`);

function execEntry(fields: Fields): ExecEntry {
  const apiVersion = fields.text('apiVersion');
  // Versions before v1 have a default (client-go tools/clientcmd/api/v1/defaults.go).
  const mode = defaultingVersions.includes(apiVersion ?? '') ? 'IfAvailable' : undefined;
  return {
    apiVersion,
    command: fields.text('command') ?? '',
    args: fields.texts('args'),
    env: fields.each('env')?.map((each) => ({ name: each.text('name') ?? '', value: each.text('value') ?? '' })),
    installHint: fields.text('installHint'),
    provideClusterInfo: fields.toggle('provideClusterInfo'),
    interactiveMode: fields.text('interactiveMode') || mode,
  };
}
