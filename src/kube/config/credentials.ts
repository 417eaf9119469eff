import { readFileSync } from 'node:fs';
import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import { type ExecSurroundings, runCredentialPlugin } from './exec-credential.ts';
import type { ExecEntry, UserEntry } from './entries.ts';
import type { Located, NamedBy } from './file/located.ts';
import { dataOrFile, located, namerOf, originOf, readNamedFile, refuseLeftOut } from './named-file.ts';
import { ownValue } from '../../core/outside-values.ts';

/** What authenticates a request to the API server. */
export interface Credentials {
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  /** The Authorization header. */
  readonly authorization?: string | undefined;
  /** Where the certificate and its key are from. */
  readonly origins?: { readonly cert: NamedBy; readonly key: NamedBy };
}

/** Credentials that may have to be renewed while a command waits, perhaps for half an hour. */
export interface CredentialSource {
  /** Valid credentials: the same as before, or new ones if those have expired. */
  current(): Promise<Credentials>;
  /** Called after a 401. @returns whether new credentials can be obtained, so that the request is worth repeating */
  refused(used: Credentials): boolean;
}

/** Token files are read again after this long, because such tokens are rotated (client-go transport/token_source.go). */
const TOKEN_FILE_MS = 60_000;

/** Credentials that never change. */
export function fixed(credentials: Credentials): CredentialSource {
  return { current: () => Promise.resolve(credentials), refused: () => false };
}

/** A bearer token in a file. @throws UserError if it cannot be read the first time */
export function tokenFile(
  { file, by }: { readonly file: string; readonly by: NamedBy },
  base: Credentials,
  now: () => number,
): CredentialSource {
  const first = readNamedFile(file, by).toString('utf8').trim();
  let cached = { token: first, readAt: now() };
  return {
    current() {
      if (now() - cached.readAt >= TOKEN_FILE_MS) {
        try {
          cached = { token: readFileSync(file, 'utf8').trim(), readAt: now() };
        } catch {
          // the old token may still be valid; the server decides
        }
      }
      return Promise.resolve({ ...base, authorization: `Bearer ${cached.token}` });
    },
    refused: () => false,
  };
}

/** A plugin's answer, cached until it expires or is refused. The plugin runs on first use, and only once for concurrent callers. */
function fromPlugin(exec: Located<ExecEntry>, surroundings: ExecSurroundings, now: () => number): CredentialSource {
  let cached: { readonly credentials: Credentials; readonly expiresAt: number; used: boolean } | undefined;
  let running: Promise<Credentials> | undefined;
  const { command } = exec.value;
  const returned = { text: `what the exec plugin "${command}" returns`, hint: 'choose another user with --user NAME' };
  const run = async (): Promise<Credentials> => {
    const { token, clientCertificateData, clientKeyData, expirationTimestamp } = await runCredentialPlugin(
      exec,
      surroundings,
    );
    const expiresAt = expirationTimestamp === undefined ? Number.NaN : Date.parse(expirationTimestamp);
    const credentials = {
      cert: clientCertificateData,
      key: clientKeyData,
      authorization: token === undefined || token === '' ? undefined : `Bearer ${token}`,
      origins: { cert: returned, key: returned },
    };
    cached = { credentials, expiresAt: Number.isNaN(expiresAt) ? Infinity : expiresAt, used: false };
    return credentials;
  };
  return {
    current() {
      if (cached !== undefined && now() <= cached.expiresAt) {
        cached.used = true;
        return Promise.resolve(cached.credentials);
      }
      running ??= run().finally(() => (running = undefined));
      return running;
    },
    refused(used) {
      // New credentials that are refused will be refused again; those that worked before may have been revoked early.
      const again = cached?.credentials === used && cached.used;
      if (cached?.credentials === used) cached = undefined;
      return again;
    },
  };
}

/** How to replace each auth-provider, all of which kubectl itself has dropped. */
const replacements: Readonly<Record<string, Hint>> = {
  oidc: [
    'use the exec plugin of int128/kubelogin, which writes such a user for the same issuer and client id: ',
    { shell: ['kubectl', 'oidc-login', 'setup'] },
  ],
  gcp: [
    'regenerate the user, which will then use the plugin gke-gcloud-auth-plugin: ',
    { shell: ['gcloud', 'container', 'clusters', 'get-credentials', 'CLUSTER'] },
  ],
  azure: ['convert the kubeconfig to the plugin kubelogin: ', { shell: ['kubelogin', 'convert-kubeconfig'] }],
};

/**
 * The credentials of a kubeconfig user in client-go's order of precedence: a token, basic authentication or a client certificate before
 * a plugin (exec.go, UpdateTransportConfig), and a token file before a token (transport/round_trippers.go).
 * @returns undefined for a user without any
 * @throws UserError if a file is missing, or for an auth-provider, which only old kubeconfigs have
 */
export function credentialsOf(
  user: Located<UserEntry>,
  surroundings: ExecSurroundings,
  now: () => number,
): CredentialSource | undefined {
  const { value, folder } = user;
  refuseLeftOut(value.token);
  refuseLeftOut(value.password);
  const pair = {
    cert: dataOrFile(user, 'client-certificate'),
    key: dataOrFile(user, 'client-key'),
    origins: { cert: originOf(user, 'client-certificate'), key: originOf(user, 'client-key') },
  };
  if (value.tokenFile !== undefined && value.tokenFile !== '')
    return tokenFile({ file: located(value.tokenFile, folder), by: namerOf(user)('tokenFile') }, pair, now);
  if (value.token !== undefined && value.token !== '')
    return fixed({ ...pair, authorization: `Bearer ${value.token}` });
  if (value.username !== undefined && value.username !== '') {
    const basic = Buffer.from(`${value.username}:${value.password ?? ''}`).toString('base64');
    return fixed({ ...pair, authorization: `Basic ${basic}` });
  }
  if (pair.cert !== undefined) return fixed(pair);
  if (value.exec !== undefined) return fromPlugin({ value: value.exec, folder }, surroundings, now);
  const provider = value['auth-provider']?.name;
  if (provider !== undefined) {
    throw new UserError(
      `the kubeconfig user relies on the auth-provider "${provider}", which this plugin does not support`,
      {
        hint:
          ownValue(replacements, provider) ?? 'give the user an exec plugin, a client certificate or a token instead',
      },
    );
  }
  return undefined;
}
