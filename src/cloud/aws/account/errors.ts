import { UserError } from '../../../core/errors.ts';
import type { Passing } from '../../../core/retries/retries.ts';
import { retryAfterMs } from '../../../core/retries/retry-after.ts';
import { passingFailure } from '../../account/passing.ts';
import { type CloudFailure, firstLine, refusal } from '../../account/errors.ts';
import { nonEmpty, ownValue } from '../../../core/outside-values.ts';
import { connectionFailure } from '../../account/network/failure.ts';
import { unreadable } from '../../account/unreadable.ts';
import { type Where, adviceOn, logInHint } from './refusals/advice.ts';
import { isOfClock, wrongClock } from './refusals/clock.ts';
import { adviceOnRight } from './refusals/rights.ts';

/** EC2 can answer 200 and still list failures; this carries that code as its name. */
export class UnsuccessfulError extends Error {
  constructor(code = 'Unknown', message = 'EC2 does not say why') {
    super(message);
    this.name = code;
  }
}

/** The code and message of what the SDK threw (its EC2ServiceException has the wire's code as `name`). */
export function failureOf(error: unknown): CloudFailure {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const wire = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // An answer that has two codes makes a list of them the name.
  const { name, message } = error as { readonly name: unknown; readonly message: unknown };
  const code = nonEmpty(name) ?? 'Error';
  return { code: code === 'Error' && wire !== '' ? wire : code, message: nonEmpty(message) ?? wire };
}

/** EC2 spells the same code in several ways: InvalidSubnetID.NotFound, InvalidSubnetId.NotFound, InvalidGroup.NotFound. */
const unknownId = /^Invalid(Subnet|Vpc|SecurityGroup|VpcEndpoint|Group)(?:Id)?\.(NotFound|Malformed)$/i;

/** True if EC2 says that there is no VPC endpoint with that id. */
export function isEndpointNotFound(error: unknown): boolean {
  return /^InvalidVpcEndpoint(Id)?\.NotFound$/i.test(failureOf(error).code);
}

/** True if the caller lacks permission. */
export function isForbidden(error: unknown): boolean {
  return ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'].includes(failureOf(error).code);
}

/** What an isolated partition may answer to a parameter that it does not have (terraform-provider-aws, errs/aws.go, `IsUnsupportedOperationInPartitionError`). */
const unsupported: ReadonlySet<string> = new Set([
  // The token of an endpoint that was created without tags: a run was stopped before it tagged it.
  'IdempotentParameterMismatch',
  'InvalidAction',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidRequest',
  'OperationNotPermitted',
  'UnknownParameter',
  'UnsupportedFeatureException',
  'UnsupportedOperation',
  'ValidationError',
  'ValidationException',
]);

/** True if EC2 may have refused a creation because it does not take tags in one: partitions such as us-iso do not. */
export function refusesTags(error: unknown, region: string): boolean {
  return /^[a-z]{2}-iso/.test(region) && unsupported.has(failureOf(error).code);
}

/** Codes of a refusal that passes (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and the SDK's own list of throttling). */
const passing: ReadonlySet<string> = new Set([
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'EC2ThrottledException',
  'TooManyRequestsException',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'SlowDown',
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'ServiceUnavailable',
  'Unavailable',
  'RequestTimeout',
  'TimeoutError',
]);

/** What the SDK adds to what it throws (@smithy/types, MetadataBearer and SdkError). */
interface Answered {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * Says of each failure of one request whether the same may succeed in a moment. A wrong clock passes once: the SDK sets it right by what AWS
 * answered, whatever the refusal is about.
 */
export function passingErrors(): (error: unknown) => Passing | undefined {
  let corrected = false;
  return (error) => {
    const { $metadata, $response } = error as Answered;
    const { code } = failureOf(error);
    const byClock = !corrected && $metadata?.clockSkewCorrected === true && isOfClock(code);
    corrected ||= byClock;
    const afterMs = retryAfterMs($response?.headers?.['retry-after']);
    return passingFailure({ error, status: $metadata?.httpStatusCode, known: byClock || passing.has(code), afterMs });
  };
}

const flagOf: Record<string, string> = {
  subnet: '--subnet-id',
  vpc: '--vpc-id',
  securitygroup: '--security-group-id',
  group: '--security-group-id',
  vpcendpoint: '--id',
};

/** The message without the encoded part that IAM appends to a refusal: hundreds of characters that nobody can read. */
function readable(message: string): string {
  return message.replace(/\s*Encoded authorization failure message: \S+/, '').trim();
}

/** The error for a request that AWS did not do: one sentence in the words of AWS, and what to do. */
export function awsError(error: unknown, where: Where): UserError {
  if (error instanceof UserError) return error;
  const { code, message } = failureOf(error);
  if (code === 'CredentialsProviderError' || code === 'TokenProviderError') return noCredentials(error, where);
  if (unknownId.test(code)) return unknownResource(error, where);
  const odd = unreadable(error, 'EC2', `${where.action} in ${where.region}`);
  if (odd !== undefined) return odd;
  const unsent = unsentError(error, `${where.action} to EC2 in ${where.region}`, {
    what: `EC2 in ${where.region}`,
    hint: 'check the network, --region and AWS_ENDPOINT_URL',
  });
  if (unsent !== undefined) return unsent;
  const skewed = skewError(error, `${where.action} in ${where.region}`);
  if (skewed !== undefined) return skewed;
  const sentence = `AWS refused ${where.action} in ${where.region}: ${readable(message)} (${code})`;
  const advice = isForbidden(error) ? adviceOnRight(message, where) : adviceOn(code, where);
  return refusal(sentence, error, advice, where.nextCommand);
}

/**
 * The error for a request that AWS has not answered, perhaps because it was never sent; undefined for one that AWS has refused.
 * @param request completes "cannot send …"
 */
export function unsentError(
  error: unknown,
  request: string,
  { what, hint }: { readonly what: string; readonly hint: string },
): UserError | undefined {
  if (error instanceof UnsuccessfulError) return undefined;
  const answered = (error as Answered).$metadata?.httpStatusCode !== undefined;
  const codes = ['TimeoutError', 'NetworkingError'];
  const unreached = answered ? undefined : connectionFailure(error, { what, hint, trust, codes });
  if (unreached !== undefined || answered) return unreached;
  const { code: name, message } = failureOf(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  const advice =
    code === 'ERR_INVALID_CHAR' ? 'an access key or a session token contains a blank or a line break' : undefined;
  return refusal(
    `cannot send ${request}: ${firstLine(message)}${code === 'Error' ? '' : ` (${code})`}`,
    error,
    advice,
    undefined,
  );
}

/** The error for a request that AWS refused because of this machine's clock; undefined for any other. @param request completes "refused …" */
export function skewError(error: unknown, request: string): UserError | undefined {
  const { code, message } = failureOf(error);
  const off = wrongClock(code, (error as Answered).$response?.headers?.['date']);
  if (off === undefined) return undefined;
  return new UserError(`this machine's clock is ${off}, so AWS refused ${request}: ${firstLine(message)} (${code})`, {
    cause: error,
    hint: 'set the clock of this machine',
  });
}

/** What makes `aws`, and this program, trust a certificate. */
export const trust =
  'if a proxy inspects TLS, or the endpoint is a private one, name a file with its CA in AWS_CA_BUNDLE, or in ca_bundle of the profile';

/** The error for missing credentials. */
function noCredentials(error: unknown, { profile }: Where): UserError {
  const reason = firstLine(failureOf(error).message);
  return new UserError(`no AWS credentials found${profile === undefined ? '' : ` for profile ${profile}`}: ${reason}`, {
    cause: error,
    hint: logInHint(profile),
  });
}

/** The error for a flag whose value AWS does not know. */
function unknownResource(error: unknown, { region }: Where): UserError {
  const { code, message } = failureOf(error);
  const flag = ownValue(flagOf, (unknownId.exec(code)?.[1] ?? '').toLowerCase()) ?? '';
  return new UserError(`AWS does not know the value of ${flag}: ${readable(message)} (${code}, region ${region})`, {
    cause: error,
    hint: `check ${flag}, and that --region and --profile are those of your VPC`,
  });
}
