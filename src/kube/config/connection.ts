import type { CredentialSource } from './credentials.ts';
import type { ImpersonationFlags } from './impersonation.ts';

/** Everything needed to talk to one API server. */
export interface Connection {
  readonly server: URL;
  readonly namespace: string;
  /** Undefined where no context is chosen: inside a Pod, or with --server alone. */
  readonly context: string | undefined;
  readonly ca: string | Buffer | undefined;
  readonly credentials: CredentialSource;
  /** Headers to act as somebody else. */
  readonly impersonation: Readonly<Record<string, string | string[]>>;
  readonly tlsServerName: string | undefined;
  readonly skipTlsVerify: boolean;
  readonly proxyUrl: string | undefined;
  /** How long one request may take, in milliseconds; for ever when undefined. */
  readonly requestTimeoutMs: number | undefined;
}

/** What the command line says about the cluster, and as whom to ask it. What is left out the kubeconfig decides. */
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
  /** Milliseconds since the epoch, to know when a credential has expired; the system's clock when left out. */
  readonly now?: () => number;
  /** Whether stdin is a terminal, so that a credential plugin may ask. */
  readonly interactive?: boolean;
  /** Ends a credential plugin that is running. */
  readonly signal?: AbortSignal;
  /** Where a Pod's service account is mounted; Kubernetes' own place when left out. */
  readonly serviceAccount?: string;
}
