import type { CredentialSource } from './credentials.ts';
import type { ImpersonationFlags } from './impersonation.ts';

/** Everything needed to talk to one API server. */
export interface Connection {
  readonly server: URL;
  readonly namespace: string;
  /** Undefined if no context is used: inside a Pod, or with --server alone. */
  readonly context: string | undefined;
  /** Certificates in PEM; the system's own when undefined. */
  readonly ca: string | undefined;
  readonly credentials: CredentialSource;
  /** Impersonation headers. */
  readonly impersonation: Readonly<Record<string, string | string[]>>;
  readonly tlsServerName: string | undefined;
  readonly skipTlsVerify: boolean;
  readonly proxyUrl: string | undefined;
  /** Says where the system's certificate authorities are, for a connection without any of its own. */
  readonly env: NodeJS.ProcessEnv;
  /** How long a request may take, in milliseconds; undefined means no timeout. */
  readonly requestTimeoutMs: number | undefined;
}

/** What the command line says about the cluster and the user. The kubeconfig decides whatever is omitted. */
export interface ClusterFlags extends ImpersonationFlags {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly requestTimeoutMs?: number | undefined;
}

/** What a connection depends on besides the flags. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds since the epoch, to tell whether a credential has expired; the system clock if omitted. */
  readonly now?: () => number;
  /** Whether stdin is a terminal, so that a credential plugin may prompt. */
  readonly interactive?: boolean;
  /** Ends a credential plugin that is running. */
  readonly signal?: AbortSignal;
  /** Where a Pod's service account is mounted; Kubernetes' default path if omitted. */
  readonly serviceAccount?: string;
}
