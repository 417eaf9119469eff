import { UserError } from '../../core/errors.ts';

const unreached: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** No answer at all: the API server cannot be reached, or is not who the kubeconfig says. */
export class ConnectionError extends UserError {
  /** False where trying again cannot help, such as a certificate that is not trusted. */
  readonly passing: boolean;
  /** Whether there was a connection that broke, rather than none at all. */
  readonly reached: boolean;

  constructor(message: string, passing: boolean, cause: unknown, hint: string) {
    super(message, { cause, hint });
    this.name = 'ConnectionError';
    this.passing = passing;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    this.reached = !unreached.has(code);
  }
}

const lookAtContext =
  'check the context with `kubectl config current-context` and the server with `kubectl cluster-info`';

/** The error for an answer that no Kubernetes API gives, such as the login page of a proxy that stands before it. */
export function unintelligible(server: URL, expected: string, cause?: unknown): ConnectionError {
  const message = `The server ${server.host} does not answer as a Kubernetes API does: ${expected} was expected`;
  return new ConnectionError(message, false, cause, `a proxy may have answered in its place: ${lookAtContext}`);
}

const untrusted = new Map([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate signed by unknown authority'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate signed by unknown authority'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate signed by unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate signed by unknown authority'],
  ['CERT_SIGNATURE_FAILURE', 'certificate signed by unknown authority'],
  ['CERT_HAS_EXPIRED', 'certificate has expired or is not yet valid'],
  ['CERT_NOT_YET_VALID', 'certificate has expired or is not yet valid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate is not valid for this host name'],
]);

/** Turns what the socket or TLS layer threw into kubectl's sentence. */
export function connectionError(error: unknown, server: URL): ConnectionError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message || code : String(error);
  const trust = untrusted.get(code);
  if (trust !== undefined) {
    return new ConnectionError(
      `Unable to connect to the server: tls: failed to verify certificate: x509: ${trust}`,
      false,
      error,
      `the certificate-authority of this context does not match ${server.host}: compare with \`kubectl config view --minify\``,
    );
  }
  if (code === 'ECONNREFUSED') {
    return new ConnectionError(
      `The connection to the server ${server.host} was refused - did you specify the right host or port?`,
      true,
      error,
      lookAtContext,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConnectionError(
      `Unable to connect to the server: lookup ${server.hostname}: no such host`,
      true,
      error,
      lookAtContext,
    );
  }
  return new ConnectionError(`Unable to connect to the server ${server.host}: ${text}`, true, error, lookAtContext);
}
