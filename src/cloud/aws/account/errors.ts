import type { Hint, ShellCommand } from '../../../core/next-command.ts';
import { awsCommand } from '../command.ts';
import { UserError } from '../../../core/errors.ts';
import type { Passing } from '../../../core/retries/retries.ts';
import { retryAfterMs } from '../../../core/retries/retry-after.ts';
import { passingFailure } from '../../account/passing.ts';
import { type CloudFailure, firstLine, isUnreachable, refusal } from '../../account/errors.ts';
import { ownValue } from '../../../core/own-value.ts';

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
  return { code: error.name === 'Error' && wire !== '' ? wire : error.name, message: error.message || wire };
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

/** Whether the same request may succeed in a moment. A wrong clock passes too: the SDK has set it right by what AWS answered. */
export function passingError(error: unknown): Passing | undefined {
  const { $metadata, $response } = error as Answered;
  const known = passing.has(failureOf(error).code) || $metadata?.clockSkewCorrected === true;
  const afterMs = retryAfterMs($response?.headers?.['retry-after']);
  return passingFailure({ error, status: $metadata?.httpStatusCode, known, afterMs });
}

const flagOf: Record<string, string> = {
  subnet: '--subnet-id',
  vpc: '--vpc-id',
  securitygroup: '--security-group-id',
  group: '--security-group-id',
  vpcendpoint: '--id',
};

interface Where {
  /** What was being done, such as `CreateVpcEndpoint`. */
  readonly action: string;
  readonly region: string;
  readonly profile: string | undefined;
  /** The command that shows the object, for a code without advice of its own. */
  readonly nextCommand?: ShellCommand | undefined;
}

function whoAmI(profile: string | undefined): ShellCommand {
  return awsCommand('sts get-caller-identity', { profile });
}

function ssoLogin(profile: string | undefined): ShellCommand {
  return awsCommand('sso login', { profile });
}

function keyRefused({ profile }: Where): Hint {
  return ['the access key was refused: check it with: ', whoAmI(profile)];
}

/** How to get credentials. */
export function logInHint(profile: string | undefined): Hint {
  return [
    'log in with: ',
    ssoLogin(profile),
    '  or: ',
    awsCommand('configure', { profile }),
    '  or name a profile with --profile',
  ];
}

/** Codes with advice of their own (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
const advice: Record<string, (where: Where) => Hint> = {
  UnauthorizedOperation: ({ action }) =>
    `the missing permission is ec2:${action}; the section "Permissions" of the README has the whole IAM policy`,
  AuthFailure: keyRefused,
  InvalidClientTokenId: keyRefused,
  SignatureDoesNotMatch: ({ profile }) => ['the secret access key is wrong: check it with: ', whoAmI(profile)],
  ExpiredToken: ({ profile }) => ['the session has expired: log in again with: ', ssoLogin(profile)],
  RequestExpired: () => "the session has expired, or this machine's clock is wrong",
  OptInRequired: ({ region }) => `the account has not enabled the region ${region}`,
  InvalidServiceName: ({ region }) =>
    `the service does not exist in ${region}, or is not visible there yet; check --region`,
  DuplicateSubnetsInSameZone: () => 'give at most one subnet for each availability zone',
  VpcEndpointLimitExceeded: () =>
    'delete an unused interface endpoint of the VPC, or raise the quota L-29B6F2EB (50 for each VPC by default)',
  InsufficientFreeAddressesInSubnet: () => 'each subnet needs one free address: choose another subnet',
  IdempotentParameterMismatch: () =>
    'this endpoint was requested a moment ago with other subnets, groups or tags: run the same command again with the first flags, or wait a few minutes',
  DependencyViolation: () =>
    'another resource of the account depends on the endpoint: remove that one, then run the same command again',
  RequestLimitExceeded: () => 'AWS is throttling this account: wait a minute, then run the same command again',
  TagPolicyViolation: () => 'an AWS tag policy refuses the tags: add the ones that it requires with --tag KEY=VALUE',
};

/** The message without the encoded part that IAM appends to a refusal: hundreds of characters that nobody can read. */
function readable(message: string): string {
  return message.replace(/\s*Encoded authorization failure message: \S+/, '').trim();
}

/** The error for a refusal of AWS: one sentence in AWS's own words, and what to do. */
export function awsError(error: unknown, where: Where): UserError {
  if (error instanceof UserError) return error;
  const { code, message } = failureOf(error);
  if (code === 'CredentialsProviderError' || code === 'TokenProviderError') return noCredentials(error, where);
  if (unknownId.test(code)) return unknownResource(error, where);
  if (isUnreachable(code, ['TimeoutError', 'NetworkingError'])) {
    return new UserError(`cannot reach EC2 in ${where.region}: ${message}`, {
      cause: error,
      hint: 'check the network, --region and AWS_ENDPOINT_URL',
    });
  }
  const hint = (ownValue(advice, code) ?? ownValue(advice, code.replace(/Exception$/, '')))?.(where);
  const sentence = `AWS refused ${where.action} in ${where.region}: ${readable(message)} (${code})`;
  return refusal(sentence, error, hint, where.nextCommand);
}

/** The error for missing credentials, or an expired session. */
function noCredentials(error: unknown, { profile }: Where): UserError {
  const reason = firstLine(failureOf(error).message);
  if (/sso/i.test(failureOf(error).message)) {
    return new UserError(`the AWS SSO session has expired or is missing: ${reason}`, {
      cause: error,
      hint: ['log in with: ', ssoLogin(profile)],
    });
  }
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
