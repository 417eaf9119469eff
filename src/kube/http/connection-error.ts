import { UserError } from '../../core/errors.ts';
import type { HintParts } from '../../core/next-command.ts';

const unreached: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** No usable answer: the API server cannot be reached, or is not the one in the kubeconfig. */
export class ConnectionError extends UserError {
  /** False if trying again cannot help, as with an untrusted certificate. */
  readonly passing: boolean;
  /** Whether there was a connection that broke, rather than none at all. */
  readonly reached: boolean;

  constructor(message: string, passing: boolean, cause: unknown, hint: HintParts) {
    super(message, { cause, hint });
    this.name = 'ConnectionError';
    this.passing = passing;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    this.reached = !unreached.has(code);
  }
}

const checkContext: HintParts = [
  'check the context with: ',
  { kubectl: ['config', 'current-context'] },
  '  and the server with: ',
  { kubectl: ['cluster-info'] },
];

/** The error for an answer that no Kubernetes API gives, such as the login page of a proxy in front of it. */
export function unintelligible(server: URL, expected: string, cause?: unknown): ConnectionError {
  const message = `The server ${server.host} did not answer like a Kubernetes API: expected ${expected}`;
  return new ConnectionError(message, false, cause, ['a proxy may have answered instead; ', ...checkContext]);
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

/** An error of the socket or of TLS in kubectl's words. */
export function connectionError(error: unknown, server: URL): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message || code : String(error);
  const trust = untrusted.get(code);
  if (trust !== undefined) {
    return new ConnectionError(
      `Unable to connect to the server: tls: failed to verify certificate: x509: ${trust}`,
      false,
      error,
      [
        `the certificate-authority of this context does not match ${server.host}; compare with: `,
        { kubectl: ['config', 'view', '--minify'] },
      ],
    );
  }
  if (code === 'ECONNREFUSED') {
    return new ConnectionError(
      `The connection to the server ${server.host} was refused - did you specify the right host or port?`,
      true,
      error,
      checkContext,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConnectionError(
      `Unable to connect to the server: lookup ${server.hostname}: no such host`,
      true,
      error,
      checkContext,
    );
  }
  return new ConnectionError(`Unable to connect to the server ${server.host}: ${text}`, true, error, checkContext);
}
