import type { Connection } from '../../src/kube/config/connection.ts';
import { fixed } from '../../src/kube/config/credentials.ts';

/** A connection to a server, with nothing that a kubeconfig may say besides. @param more what it says */
export function connectionTo(server: string, more: Partial<Connection> = {}): Connection {
  return {
    server: new URL(server),
    namespace: 'default',
    context: undefined,
    ca: undefined,
    credentials: fixed({}),
    impersonation: {},
    tlsServerName: undefined,
    skipTlsVerify: false,
    proxyUrl: undefined,
    env: {},
    requestTimeoutMs: undefined,
    ...more,
  };
}
