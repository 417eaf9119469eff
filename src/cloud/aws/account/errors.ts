import { UserError } from '../../../core/errors.ts';
import { firstLine, isUnreachable } from '../../account/errors.ts';
import { type AwsPlace, profileFlag } from './aws-command.ts';

/** What an answer of 200 says that it did not do. Its name is EC2's code, as that of what the SDK throws. */
export class UnsuccessfulError extends Error {
  constructor(code = 'Unknown', message = 'EC2 does not say why') {
    super(message);
    this.name = code;
  }
}

interface AwsFailure {
  readonly code: string;
  readonly message: string;
}

/** The code and message of what the SDK threw (its EC2ServiceException has the wire's code as `name`). */
function failureOf(error: unknown): AwsFailure {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const wire = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code: error.name === 'Error' && wire !== '' ? wire : error.name, message: error.message || wire };
}

/** EC2 spells the same code in several ways: InvalidSubnetID.NotFound, InvalidSubnetId.NotFound, InvalidGroup.NotFound. */
const unknownId = /^Invalid(Subnet|Vpc|SecurityGroup|VpcEndpoint|Group)(?:Id)?\.(NotFound|Malformed)$/i;

/** True when EC2 says that there is no VPC endpoint of that id. */
export function isEndpointNotFound(error: unknown): boolean {
  return /^InvalidVpcEndpoint(Id)?\.NotFound$/i.test(failureOf(error).code);
}

/** True when the caller may not do this, or nobody said who the caller is allowed to be. */
export function isForbidden(error: unknown): boolean {
  return ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'].includes(failureOf(error).code);
}

const flagOf: Record<string, string> = {
  subnet: '--subnet-id',
  vpc: '--vpc-id',
  securitygroup: '--security-group-id',
  group: '--security-group-id',
  vpcendpoint: '--id',
};

interface Where extends AwsPlace {
  /** What was being done, such as `CreateVpcEndpoint`. */
  readonly action: string;
  /** What to type for a code without advice of its own. */
  readonly nextCommand?: string | undefined;
}

function checkIdentity(profile: string | undefined): string {
  return `check with \`aws sts get-caller-identity${profileFlag(profile)}\``;
}

/** Codes with advice of their own (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
const advice: Record<string, (where: Where) => string> = {
  UnauthorizedOperation: ({ action }) =>
    `the missing right is ec2:${action}; the README, section Permissions, has the whole IAM policy`,
  AuthFailure: ({ profile }) => `the access key was refused: ${checkIdentity(profile)}`,
  InvalidClientTokenId: ({ profile }) => `the access key was refused: ${checkIdentity(profile)}`,
  SignatureDoesNotMatch: ({ profile }) => `the secret access key is wrong: ${checkIdentity(profile)}`,
  ExpiredToken: ({ profile }) => `the session has expired: log in again with aws sso login${profileFlag(profile)}`,
  RequestExpired: () => "the session has expired, or this machine's clock is wrong",
  OptInRequired: ({ region }) => `the account has not enabled the region ${region}`,
  InvalidServiceName: ({ region }) =>
    `the service does not exist in ${region}, or is not visible there yet; check --region`,
  DuplicateSubnetsInSameZone: () => 'give at most one subnet for each availability zone',
  VpcEndpointLimitExceeded: () =>
    'delete an unused interface endpoint of the VPC, or raise the quota L-29B6F2EB (50 for each VPC by default)',
  InsufficientFreeAddressesInSubnet: () => 'each subnet needs one free address: choose another subnet',
  IdempotentParameterMismatch: () =>
    'this endpoint was requested a moment ago with other subnets, groups or tags: run the same command again with the first flags, or wait some minutes',
  DependencyViolation: () =>
    'another resource of the account depends on the endpoint: take that away, then run the same command again',
  RequestLimitExceeded: () => 'AWS throttles this account: wait a minute, then run the same command again',
  TagPolicyViolation: () =>
    'a tag policy of the organization refuses the tags: give the ones it asks for with --tag key=value',
};

/** The message without the encoded part that IAM appends to a refusal: hundreds of letters that say nothing to a person. */
function readable(message: string): string {
  return message.replace(/\s*Encoded authorization failure message: \S+/, '').trim();
}

/** Says in one sentence what AWS refused, in AWS's own words, and what to do. */
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
  const fallback = where.nextCommand === undefined ? undefined : `look at it with: ${where.nextCommand}`;
  const hint = advice[code]?.(where) ?? advice[code.replace(/Exception$/, '')]?.(where) ?? fallback;
  return new UserError(`AWS refused ${where.action} in ${where.region}: ${readable(message)} (${code})`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** There are no credentials, or the session that they are of is over. */
function noCredentials(error: unknown, { profile }: Where): UserError {
  const reason = firstLine(failureOf(error).message);
  if (/sso/i.test(failureOf(error).message)) {
    return new UserError(`the AWS SSO session has expired or is missing: ${reason}`, {
      cause: error,
      hint: `log in with: aws sso login${profileFlag(profile)}`,
    });
  }
  return new UserError(`no AWS credentials found${profile === undefined ? '' : ` for profile ${profile}`}: ${reason}`, {
    cause: error,
    hint: 'log in with `aws sso login` or `aws configure`, or name a profile with --profile',
  });
}

/** A flag names what AWS does not know. */
function unknownResource(error: unknown, { region }: Where): UserError {
  const { code, message } = failureOf(error);
  const flag = flagOf[(unknownId.exec(code)?.[1] ?? '').toLowerCase()] ?? '';
  return new UserError(`AWS does not know what ${flag} names: ${readable(message)} (${code}, region ${region})`, {
    cause: error,
    hint: `check ${flag}, and that --region and --profile are those of your VPC`,
  });
}
