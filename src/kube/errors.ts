import { UserError } from '../core/errors.ts';
import { retryAfterMs } from '../core/retry-after.ts';
import { isRecord, text } from './json.ts';

/** The parts of a Status object (apimachinery pkg/apis/meta/v1/types.go) that say what went wrong. */
export interface Status {
  readonly code: number | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  /** The object that it is about; undefined also where the whole API is unknown. */
  readonly name: string | undefined;
}

/**
 * An answer of the API server that is not a success, in kubectl's words (kubectl pkg/cmd/util/helpers.go, StandardErrorMessage).
 * The library's ApiException (@kubernetes/client-node 2.0.1) has the Status as a string in `body`, none at all for a 401, and as its message
 * the status code, that body and every header one below the other; custom-objects.ts makes one of these of it.
 */
export class ApiError extends UserError {
  readonly code: number;
  /** The machine-readable reason of the Status, such as `NotFound`, `Conflict`, `Forbidden`, `Expired`. */
  readonly reason: string;
  /** True when not an object but the whole path is unknown: the API is not served here (its CRD is not installed). */
  readonly notServed: boolean;
  /** Milliseconds that the server asks to be left alone; undefined where it says nothing. */
  readonly afterMs: number | undefined;

  constructor(code: number, status: Status | undefined, body: string, afterMs?: number) {
    const reason = status?.reason ?? reasonOf(code);
    super(sentence(code, reason, status?.message ?? body.trim()), hintFor(code, status?.message ?? ''));
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.notServed = code === 404 && status?.name === undefined;
    this.afterMs = afterMs;
  }
}

/** The parts of a value that is a Status; undefined for anything else. */
export function statusOf(value: unknown): Status | undefined {
  if (!isRecord(value) || value['kind'] !== 'Status') return undefined;
  const { code, reason, message, details } = value;
  return {
    code: typeof code === 'number' ? code : undefined,
    reason: text(reason),
    message: text(message),
    name: isRecord(details) ? text(details['name']) : undefined,
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
}

/** The error in an answer. A body that is no Status, such as "404 page not found" or a proxy's page, is kept as text. */
export function apiError({ status, body, headers }: Answer): ApiError {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // the text is the message
  }
  return new ApiError(status, statusOf(parsed), body, retryAfterMs(headers?.['retry-after']));
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
