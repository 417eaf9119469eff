import type { V1Status } from '@kubernetes/client-node';
import { UserError } from '../core/errors.ts';

/** An answer of the API server that is not a success, in kubectl's words (kubectl pkg/cmd/util/helpers.go, StandardErrorMessage). */
export class ApiError extends UserError {
  readonly code: number;
  /** The machine-readable reason of the Status, such as `NotFound`, `Conflict`, `Forbidden`, `Expired`. */
  readonly reason: string;
  /** True when not an object but the whole path is unknown: the API is not served here (its CRD is not installed). */
  readonly notServed: boolean;

  constructor(code: number, status: V1Status | undefined, body: string) {
    const reason = status?.reason ?? reasonOf(code);
    super(sentence(code, reason, status?.message ?? body.trim()), hintFor(code, status?.message ?? ''));
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.notServed = code === 404 && status?.details?.name === undefined;
  }

  /** True where the same request may well succeed in a moment: overload, a restart, a conflict inside the server. */
  get passing(): boolean {
    return this.code === 429 || this.code >= 500;
  }
}

/** No answer at all: the API server cannot be reached, or is not who the kubeconfig says. */
export class ConnectionError extends UserError {
  /** False where trying again cannot help, such as a certificate that is not trusted. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean, cause: unknown, hint: string) {
    super(message, { cause, hint });
    this.name = 'ConnectionError';
    this.passing = passing;
  }
}

function reasonOf(code: number): string {
  const known: Record<number, string> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'NotFound',
    409: 'Conflict',
    410: 'Expired',
    422: 'Invalid',
  };
  return known[code] ?? 'InternalError';
}

function sentence(code: number, reason: string, message: string): string {
  if (code === 401) return 'You must be logged in to the server (Unauthorized)';
  if (code === 404 && message.startsWith('404 page'))
    return "Error from server (NotFound): the server doesn't serve this resource";
  return `Error from server (${reason}): ${message || `the server answered ${code}`}`;
}

function hintFor(code: number, message: string): { hint?: string } {
  if (code === 401)
    return {
      hint: 'the credentials of this context were refused: log in again, then check with `kubectl auth whoami`',
    };
  if (code !== 403) return {};
  // Admission's words: ValidatingAdmissionPolicy (apiserver pkg/admission/plugin/policy/validating/dispatcher.go) and webhooks
  // (pkg/admission/plugin/webhook/errors/statuserror.go).
  if (/denied (the )?request/.test(message))
    return { hint: 'no right is missing: a policy of this cluster refuses it; ask who runs the cluster' };
  const right = /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/.exec(message);
  if (right === null) return { hint: 'ask for the Role in the README, section Permissions' };
  const [, verb, resource, group, namespace] = right;
  const what = group === undefined || group === '' ? resource : `${resource}.${group}`;
  return {
    hint: `the missing right is "${verb}" on ${what}${namespace === undefined ? ' in all namespaces' : ` in namespace ${namespace}`}; the README has the whole Role. Check with: kubectl auth can-i ${verb} ${what}${namespace === undefined ? ' -A' : ` -n ${namespace}`}`,
  };
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
      `Unable to connect to the server: tls: failed to verify certificate: x509: ${trust} (${server.host})`,
      false,
      error,
      'the certificate-authority of this context does not match the server: compare with `kubectl config view --minify`',
    );
  }
  const hint = 'check the context with `kubectl config current-context` and the server with `kubectl cluster-info`';
  if (code === 'ECONNREFUSED') {
    return new ConnectionError(
      `The connection to the server ${server.host} was refused - did you specify the right host or port?`,
      true,
      error,
      hint,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConnectionError(
      `Unable to connect to the server: lookup ${server.hostname}: no such host`,
      true,
      error,
      hint,
    );
  }
  return new ConnectionError(`Unable to connect to the server ${server.host}: ${text}`, true, error, hint);
}
