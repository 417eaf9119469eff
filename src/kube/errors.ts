import { UserError } from '../core/errors.ts';
import type { Hint } from '../core/next-command.ts';
import { retryAfterMs } from '../core/retries/retry-after.ts';
import { isRecord, text } from './json.ts';

/** The parts of a Status object (apimachinery pkg/apis/meta/v1/types.go) that say what went wrong. */
export interface Status {
  readonly code: number | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  /** The object that it is about; also undefined if the whole API is unknown. */
  readonly name: string | undefined;
}

/**
 * An unsuccessful answer of the API server, in kubectl's words (kubectl pkg/cmd/util/helpers.go, StandardErrorMessage). The library's
 * ApiException (@kubernetes/client-node 2.0.1) has the Status as a string in `body`, or nothing for a 401, and its message is the status
 * code, that body and every header, line by line; custom-objects.ts converts it to this error.
 */
export class ApiError extends UserError {
  readonly code: number;
  /** The machine-readable reason of the Status, such as `NotFound`, `Conflict`, `Forbidden`, `Expired`. */
  readonly reason: string;
  /** True if not an object but the whole path is unknown: the API is not served (its CRD is not installed). */
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

/** Whether the API server has no object of the name; a kind that is not served at all is something else. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404 && !error.notServed;
}

/** Reads a Status; undefined for anything else. */
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

/** The error in an answer. A body that is not a Status, such as "404 page not found" or a proxy's page, is kept as text. */
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

/** Where the permissions that this program needs are documented. */
export const askForRole = 'ask for the Role in docs/permissions.md';

function hintFor(code: number, message: string): { hint?: Hint } {
  if (code === 401) {
    const check = { kubectl: ['auth', 'whoami'] };
    return { hint: ['the credentials of this context were refused: log in again, then check with: ', check] };
  }
  if (code !== 403) return {};
  // The messages of admission: ValidatingAdmissionPolicy (apiserver pkg/admission/plugin/policy/validating/dispatcher.go) and webhooks
  // (pkg/admission/plugin/webhook/errors/statuserror.go).
  if (/denied (the )?request/.test(message))
    return {
      hint: 'this is not a missing permission: a policy of this cluster refuses it; ask whoever runs the cluster',
    };
  const permission = /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/.exec(
    message,
  );
  if (permission === null) return { hint: askForRole };
  const [, verb = '', resource = '', group, namespace] = permission;
  const what = group === undefined || group === '' ? resource : `${resource}.${group}`;
  const where = namespace === undefined ? 'in all namespaces' : `in namespace ${namespace}`;
  const scope = namespace === undefined ? ['-A'] : ['-n', namespace];
  return {
    hint: [
      `the missing permission is "${verb}" on ${what} ${where}; docs/permissions.md has the whole Role. Check with: `,
      { kubectl: ['auth', 'can-i', verb, what, ...scope] },
    ],
  };
}
