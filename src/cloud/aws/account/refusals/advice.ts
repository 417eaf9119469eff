import type { Hint, ShellCommand } from '../../../../core/next-command.ts';
import { ownValue } from '../../../../core/outside-values.ts';
import { awsCommand } from '../../command.ts';

/** What was being done, and how. */
export interface Where {
  /** What was being done, such as `CreateVpcEndpoint`. */
  readonly action: string;
  readonly region: string;
  readonly profile: string | undefined;
  /** How to get new credentials in place of expired ones, if that is known. */
  readonly renewal?: Hint | undefined;
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
  AuthFailure: keyRefused,
  InvalidClientTokenId: keyRefused,
  SignatureDoesNotMatch: ({ profile }) => ['the secret access key is wrong: check it with: ', whoAmI(profile)],
  ExpiredToken: ({ profile, renewal }) => renewal ?? ['log in again with: ', ssoLogin(profile)],
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

/** What to do about a refusal, if its code tells. */
export function adviceOn(code: string, where: Where): Hint | undefined {
  return (ownValue(advice, code) ?? ownValue(advice, code.replace(/Exception$/, '')))?.(where);
}
