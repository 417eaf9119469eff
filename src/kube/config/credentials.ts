import { readFileSync } from 'node:fs';
import { UserError } from '../../core/errors.ts';
import { type ExecSurroundings, runCredentialPlugin } from './exec-credential.ts';
import type { ExecEntry, UserEntry } from './entries.ts';
import type { Located } from './kubeconfig-file.ts';
import { dataOrFile, located, readNamedFile } from './named-file.ts';
import { ownValue } from '../../core/own-value.ts';

/** What proves to the API server who is asking. */
export interface Credentials {
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  /** The Authorization header. */
  readonly authorization?: string | undefined;
}

/** Credentials that may have to be renewed while a command waits for half an hour. */
export interface CredentialSource {
  /** Valid ones: the same as before, or new ones when those have expired. */
  current(): Promise<Credentials>;
  /** Told of a 401 for these. @returns whether others can be had, with which the request is worth sending again */
  refused(used: Credentials): boolean;
}

/** Files with tokens are read again after this long, because such tokens rotate (client-go transport/token_source.go). */
const TOKEN_FILE_MS = 60_000;

/** Credentials that stay as they are. */
export function fixed(credentials: Credentials): CredentialSource {
  return { current: () => Promise.resolve(credentials), refused: () => false };
}

/** A bearer token in a file. @throws UserError when it cannot be read the first time */
export function tokenFile(file: string, base: Credentials, now: () => number): CredentialSource {
  const first = readNamedFile(file).toString('utf8').trim();
  let cached = { token: first, readAt: now() };
  return {
    current() {
      if (now() - cached.readAt >= TOKEN_FILE_MS) {
        try {
          cached = { token: readFileSync(file, 'utf8').trim(), readAt: now() };
        } catch {
          // the old one may still do; the server decides
        }
      }
      return Promise.resolve({ ...base, authorization: `Bearer ${cached.token}` });
    },
    refused: () => false,
  };
}

/** What a plugin answers, kept until it expires or is refused. It is run when first asked, and once for all that ask meanwhile. */
function fromPlugin(exec: Located<ExecEntry>, surroundings: ExecSurroundings, now: () => number): CredentialSource {
  let cached: { readonly credentials: Credentials; readonly expiresAt: number; used: boolean } | undefined;
  let running: Promise<Credentials> | undefined;
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
      // Fresh ones that are refused will be refused again; those that had worked before may have been revoked early.
      const again = cached?.credentials === used && cached.used;
      if (cached?.credentials === used) cached = undefined;
      return again;
    },
  };
}

const providers: Readonly<Record<string, string>> = {
  oidc: 'use the exec plugin instead: `kubectl oidc-login setup` of int128/kubelogin writes such a user from the same issuer and client id',
  gcp: 'write the user again with `gcloud container clusters get-credentials`; it uses the plugin gke-gcloud-auth-plugin',
  azure: 'convert the kubeconfig with `kubelogin convert-kubeconfig`; it uses the plugin kubelogin',
};

/**
 * The credentials of a kubeconfig user in client-go's order: a token, basic authentication or a client certificate go before a
 * plugin (exec.go, UpdateTransportConfig), and a token's file before the token (transport/round_trippers.go).
 * @throws UserError when a file is missing, or for an auth-provider, which is nothing but a leftover of old kubeconfigs
 */
export function credentialsOf(
  { value, folder }: Located<UserEntry>,
  surroundings: ExecSurroundings,
  now: () => number,
): CredentialSource {
  const cert = dataOrFile(value['client-certificate-data'], value['client-certificate'], folder);
  const key = dataOrFile(value['client-key-data'], value['client-key'], folder);
  if (value.tokenFile !== undefined && value.tokenFile !== '')
    return tokenFile(located(value.tokenFile, folder), { cert, key }, now);
  if (value.token !== undefined && value.token !== '')
    return fixed({ cert, key, authorization: `Bearer ${value.token}` });
  if (value.username !== undefined && value.username !== '') {
    const basic = Buffer.from(`${value.username}:${value.password ?? ''}`).toString('base64');
    return fixed({ cert, key, authorization: `Basic ${basic}` });
  }
  if (cert !== undefined) return fixed({ cert, key });
  if (value.exec !== undefined) return fromPlugin({ value: value.exec, folder }, surroundings, now);
  const provider = value['auth-provider']?.name;
  if (provider !== undefined) {
    throw new UserError(
      `the kubeconfig user relies on the auth-provider "${provider}", which this plugin does not have`,
      {
        hint:
          ownValue(providers, provider) ??
          'write the user again so that it has an exec plugin, a certificate or a token',
      },
    );
  }
  return fixed({});
}
