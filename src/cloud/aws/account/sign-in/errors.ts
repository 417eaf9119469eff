import { UserError } from '../../../../core/errors.ts';
import type { Hint } from '../../../../core/next-command.ts';
import { firstLine, messageOf } from '../../../account/errors.ts';
import { connectionFailure } from '../../../account/network/failure.ts';
import { awsCommand } from '../../command.ts';
import { trust } from '../errors.ts';
import type { CredentialSource } from '../identity/source.ts';

/** A profile that is signed in by a browser: with `aws sso login`, or with `aws login`. */
type SignedIn = Extract<CredentialSource, { readonly from: 'sso' | 'login' }>;

/** A profile as `aws` needs it named; the default one needs no name. */
const named = (profile: string): { readonly profile: string | undefined } => ({
  profile: profile === 'default' ? undefined : profile,
});

/** What the AWS SDK says of settings that are missing or disagree (@aws-sdk/credential-provider-sso and token-providers). */
const misconfigured =
  /configured with invalid SSO credentials|not configured with SSO|could not be found in shared|missing required property|^Conflicting/;

/**
 * The error for a session of an SSO or a login that gives no credentials.
 * @param failure what the last request to AWS failed with, of which the SDK keeps nothing
 */
export function signInError(error: unknown, source: SignedIn, failure: unknown): UserError {
  const { from, profile } = source;
  const what = from === 'sso' ? 'SSO' : 'login';
  const hint = from === 'sso' ? 'check the network, and sso_region of the profile' : 'check the network';
  const unreached = connectionFailure(failure, { what: `AWS ${what}`, hint, trust });
  if (unreached !== undefined) return unreached;
  const told = firstLine(messageOf(error));
  const message = told
    .replace(/^(?:\w*(?:Exception|Error): )+/, '')
    .replace(/ To refresh this SSO session run .*$/, '');
  const fail = (sentence: string, advice: Hint): UserError =>
    new UserError(`${sentence}: ${message}`, { cause: error, hint: advice });
  if (told.startsWith('ForbiddenException'))
    return fail(`AWS SSO gives the profile ${profile} no access`, [
      'check sso_account_id and sso_role_name of the profile, or choose them anew with: ',
      awsCommand('configure sso', named(profile)),
    ]);
  if (misconfigured.test(message))
    return fail(`the AWS profile ${profile} cannot be used`, [
      'complete its settings for SSO with: ',
      awsCommand('configure sso', named(profile)),
    ]);
  return fail(`the AWS ${what} session of profile ${profile} has expired or is missing`, renewal(source));
}

/** How to get new credentials in place of expired ones. */
export function renewal(source: CredentialSource): Hint {
  switch (source.from) {
    case 'environment':
      return 'the session in AWS_SESSION_TOKEN has expired: set new keys, or unset them to use a profile';
    case 'keys':
      return `the session of profile ${source.profile} in the AWS files has expired: renew it with the program that wrote it there`;
    case 'sso':
      return ['log in with: ', awsCommand('sso login', named(source.profile))];
    case 'login':
      return ['log in with: ', awsCommand('login', named(source.profile))];
    case 'role':
    case 'web-identity':
    case 'process':
    case 'container':
    case 'instance':
      return 'run the same command again to get a new session';
  }
}
