import { readFileSync, statSync } from 'node:fs';
import type { Connection, ClusterFlags, Surroundings } from './connection.ts';
import { authority } from '../http/certificates.ts';
import { fixed, tokenFile } from './credentials.ts';
import { impersonationHeaders } from './impersonation.ts';
import type { NamedBy } from './file/located.ts';
import { namedIn, readNamedFile } from './named-file.ts';

/** Where Kubernetes mounts a Pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const ofServiceAccount: NamedBy = {
  text: "the token of the Pod's service account",
  hint: 'let the container read it, or give --token or a kubeconfig',
};

/**
 * The connection of a Pod with a service account, as kubectl makes it when there is no kubeconfig (client-go rest/config.go,
 * InClusterConfig; tools/clientcmd/client_config.go, inClusterClientConfig). Undefined elsewhere.
 */
export function inCluster(flags: ClusterFlags, { env, now, serviceAccount }: Surroundings): Connection | undefined {
  const folder = serviceAccount ?? SERVICE_ACCOUNT;
  const [host = '', port = ''] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']];
  if (host === '' || port === '' || !isFile(`${folder}/token`)) return undefined;
  return {
    server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    namespace: flags.namespace ?? namespaceOf(env, folder),
    context: undefined,
    ca: authorityOf(flags, folder),
    credentials:
      flags.token === undefined
        ? tokenFile({ file: `${folder}/token`, by: ofServiceAccount }, {}, now ?? Date.now)
        : fixed({ authorization: `Bearer ${flags.token}` }),
    impersonation: impersonationHeaders(flags, {}),
    tlsServerName: flags.tlsServerName,
    skipTlsVerify: flags.insecureSkipTlsVerify === true,
    proxyUrl: undefined,
    env,
    requestTimeoutMs: flags.requestTimeoutMs,
  };
}

/**
 * As with a kubeconfig, --insecure-skip-tls-verify takes the place of what would have been trusted, and both flags at once are refused.
 * Of a broken ca.crt client-go only logs that it is (rest/config.go, InClusterConfig); the system's authorities are left then.
 */
function authorityOf(
  { certificateAuthority, insecureSkipTlsVerify: skip = false }: ClusterFlags,
  folder: string,
): string | undefined {
  const by = namedIn('', ['certificate-authority'])('certificate-authority');
  if (certificateAuthority !== undefined) return authority(readNamedFile(certificateAuthority, by), skip, by);
  if (skip) return undefined;
  try {
    return authority(readFileSync(`${folder}/ca.crt`), false, by);
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function namespaceOf(env: NodeJS.ProcessEnv, folder: string): string {
  const named = env['POD_NAMESPACE'] ?? '';
  if (named !== '') return named;
  try {
    return readFileSync(`${folder}/namespace`, 'utf8').trim() || 'default';
  } catch {
    return 'default';
  }
}
