import { UserError } from '../../../core/errors.ts';
import type { Passing } from '../../../core/retries/retries.ts';
import { retryAfterMs } from '../../../core/retries/retry-after.ts';
import { passingFailure } from '../../account/passing.ts';
import { connectionFailure } from '../../account/network/failure.ts';
import { causeOf, firstLine, messageOf } from '../../account/errors.ts';
import { unreadable } from '../../account/unreadable.ts';
import { trust } from './network.ts';
import { loginHint } from './credential.ts';
import { nonEmpty, ownValue } from '../../../core/outside-values.ts';

/** What Google said against a request. */
interface Refusal {
  readonly status: number | undefined;
  /** Such as `forbidden` or `QUOTA_EXCEEDED`. */
  readonly reason: string;
  readonly message: string;
}

/** A change that was accepted and then failed; it is read with HTTP 200 (compute.operations, `error`). */
export class OperationError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'OperationError';
    this.code = code;
  }
}

/** The body of a refusal (cloud.google.com/compute/docs/api/how-tos/api-requests-responses, "Errors"). */
interface Body {
  readonly message?: unknown;
  readonly status?: unknown;
  readonly errors?: readonly { readonly reason?: unknown; readonly message?: unknown }[];
  readonly details?: readonly { readonly reason?: unknown }[];
}

/** What was thrown for a request, taken apart; undefined for what is no answer of Compute Engine's. */
function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof OperationError) return { status: undefined, reason: error.code, message: error.message };
  const response = error instanceof Error && 'response' in error ? error.response : undefined;
  if (typeof response !== 'object' || response === null || !('data' in response)) return undefined;
  const { data } = response;
  const body = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
  const status = 'status' in response ? Number(response.status) : undefined;
  if (typeof body !== 'object' || body === null) return { status, reason: '', message: messageOf(error) };
  const { errors = [], details = [], message, status: rpc } = body as Body;
  const [first] = errors;
  const reason = nonEmpty(first?.reason) ?? nonEmpty(details[0]?.reason) ?? nonEmpty(rpc) ?? '';
  // A request that lacks several rights is told so in several errors, of which the message has the first one only.
  const messages = [...new Set(errors.map((each) => nonEmpty(each.message)))].filter((each) => each !== undefined);
  return { status, reason, message: messages.join('; ') || (nonEmpty(message) ?? messageOf(error)) };
}

export function isNotFound(error: unknown): boolean {
  return refusalIn(error)?.status === 404;
}

/** True when the caller may not do this; too many requests have the same status. */
export function isForbidden(error: unknown): boolean {
  const refusal = refusalIn(causeOf(error));
  return refusal?.status === 403 && refusal.reason === 'forbidden';
}

/**
 * True for a change that cannot begin yet, because an earlier one of the same resource goes on, perhaps one that another run began; or that
 * has happened already. The next look shows what became of it.
 */
export function isUnderWay(error: unknown): boolean {
  return ['resourceNotReady', 'alreadyExists'].includes(refusalIn(causeOf(error))?.reason ?? '');
}

/** True for labels that have changed since they were read, perhaps by the same request, whose answer was lost. */
export function isOutdated(error: unknown): boolean {
  const refusal = refusalIn(causeOf(error));
  return refusal?.status === 412 && refusal.reason === 'conditionNotMet';
}

/** Whether the same request may succeed in a moment. */
export function passingError(error: unknown): Passing | undefined {
  const { status, reason = '' } = refusalIn(error) ?? {};
  const afterMs = retryAfterMs(headerOf(error, 'retry-after'));
  return passingFailure({ error, status: status ?? answeredWith(error), known: passing.has(reason), afterMs });
}

/** Reasons of a refusal that passes; those of a limit have the status of a missing right. */
const passing: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_OPERATION_RATE_EXCEEDED',
]);

/** Whether a change that was accepted has failed for a reason that passes, so that the same change may succeed. */
export function isPassingOperation(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof OperationError && passing.has(cause.code);
}

function responseOf(error: unknown): object | undefined {
  const response = error instanceof Error && 'response' in error ? error.response : undefined;
  return typeof response === 'object' && response !== null ? response : undefined;
}

/** The HTTP status of an answer that is none of Compute Engine's, such as a proxy's page. */
function answeredWith(error: unknown): number | undefined {
  const response = responseOf(error);
  return response !== undefined && 'status' in response ? Number(response.status) : undefined;
}

function headerOf(error: unknown, name: string): unknown {
  const response = responseOf(error);
  const headers = response !== undefined && 'headers' in response ? response.headers : undefined;
  return headers instanceof Headers ? headers.get(name) : undefined;
}

const checkPlaces =
  'check --subnetwork, --network and --gcp-project; with a Shared VPC, the links name the host project';
const again = 'run the same command again in a minute';

/** Reasons with advice of their own (cloud.google.com/compute/docs/troubleshooting/api-errors; texts as issues quote them). */
const advice: Readonly<Record<string, string>> = {
  accessNotConfigured: 'enable the API: gcloud services enable compute.googleapis.com --project PROJECT',
  SERVICE_DISABLED: 'enable the API: gcloud services enable compute.googleapis.com --project PROJECT',
  forbidden:
    'the role Compute Network Admin (roles/compute.networkAdmin) with Service Directory Editor (roles/servicedirectory.editor) has the permissions that are needed; check --gcp-project too',
  insufficientPermissions: 'the credentials are for other APIs only: gcloud auth application-default login',
  notFound: checkPlaces,
  invalid: checkPlaces,
  resourceInUseByAnotherResource: 'the address is still used by a forwarding rule: delete that first',
  RESOURCE_IN_USE_BY_ANOTHER_RESOURCE: 'the address is still used by a forwarding rule: delete that first',
  IP_IN_USE_BY_ANOTHER_RESOURCE: again,
  IP_SPACE_EXHAUSTED: 'the subnetwork has no free address: choose another one with --subnetwork',
  QUOTA_EXCEEDED:
    'delete what is unused, or request a higher quota: console.cloud.google.com/iam-admin/quotas (PSC internal LB forwarding rules, by project and region)',
  rateLimitExceeded: again,
  RESOURCE_OPERATION_RATE_EXCEEDED: again,
  resourceNotReady: again,
  backendError: again,
  conditionNotMet:
    'something else has changed it, or a policy of the organization forbids it: run the same command again',
  required: loginHint,
  authError: loginHint,
};

/** What was being done, and where. */
export interface Where {
  /** Such as `create the forwarding rule shop in europe-west1`. */
  readonly action: string;
  readonly project: string;
  readonly endpoint: string;
}

/** Says in one sentence what Google Cloud refused, in its own words, and what to do. */
export function googleError(error: unknown, { action, project, endpoint }: Where): UserError {
  if (error instanceof UserError) return error;
  const refusal = refusalIn(error);
  const refused =
    unreachable(error, endpoint) ??
    signInError(error) ??
    unreadable(error, 'Google Cloud', `the request to ${action} in the project ${project}`);
  if (refused !== undefined) return refused;
  const { reason = '', message = messageOf(error) } = refusal ?? {};
  const policy = /constraints\/[a-zA-Z.]+/.exec(message)?.[0];
  const hint =
    policy === undefined
      ? ownValue(advice, reason)?.replace('PROJECT', project)
      : `the policy ${policy} of the organization forbids it: ask an administrator of the organization to allow Atlas's service attachments`;
  return new UserError(
    `Google Cloud refused to ${action} in the project ${project}: ${firstLine(message)}${reason === '' ? '' : ` (${reason})`}`,
    { cause: error, ...(hint === undefined ? {} : { hint }) },
  );
}

/** The error for a host to which there is no way, with the proxy that was taken; undefined for any other. */
function unreachable(error: unknown, endpoint: string): UserError | undefined {
  if (refusalIn(error) !== undefined) return undefined;
  const hint = 'check the network, HTTPS_PROXY and CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE';
  return connectionFailure(error, { what: endpoint, hint, trust });
}

/** Says why there is no token. */
export function loginError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const known = unreachable(error, "Google's token endpoint") ?? signInError(error);
  const message = `the Google Cloud credentials cannot be used: ${firstLine(messageOf(error))}`;
  return known ?? new UserError(message, { cause: error, hint: loginHint });
}

/** What a token endpoint says against the credentials (RFC 6749, section 5.2); undefined for any other error. */
function signInError(error: unknown): UserError | undefined {
  const response = error instanceof Error && 'response' in error ? error.response : undefined;
  const data = typeof response === 'object' && response !== null && 'data' in response ? response.data : undefined;
  const code = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
  const message = messageOf(error);
  if (typeof code === 'string') {
    const told = nonEmpty((data as { readonly error_description?: unknown }).error_description);
    return new UserError(`Google refused the credentials: ${firstLine(told ?? message)} (${code})`, {
      cause: error,
      hint: loginHint,
    });
  }
  return undefined;
}
