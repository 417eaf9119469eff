import assert from 'node:assert/strict';
import { renewal, signInError } from '../../../src/cloud/aws/account/sign-in/errors.ts';
import { cacheKey } from '../../../src/cloud/aws/account/sign-in/role-cache.ts';
import { UserError } from '../../../src/core/errors.ts';
import { hintOf } from '../../harness/hint.ts';
import { suite } from '../../harness/suite.ts';

type From = 'sso' | 'login';

/** What is said of an error of the AWS SDK, with the hint. */
function told(message: string, from: From = 'sso', profile = 'prod'): readonly string[] {
  const error = signInError(new Error(message), { from, profile }, undefined);
  return [error.message, hintOf(error)];
}

suite('a sign-in to AWS that gives no credentials', (test) => {
  test('has expired, or was never there', () => {
    const expired = 'the AWS SSO session of profile prod has expired or is missing:';
    const logIn = 'log in with: aws sso login --profile prod';
    const advice = 'To refresh this SSO session run aws sso login with the corresponding profile.';
    assert.deepEqual(told(`The SSO session associated with this profile has expired. ${advice}`), [
      `${expired} The SSO session associated with this profile has expired.`,
      logIn,
    ]);
    assert.deepEqual(told('UnauthorizedException: Session token not found or invalid'), [
      `${expired} Session token not found or invalid`,
      logIn,
    ]);
    assert.equal(told('x', 'sso', 'default')[1], 'log in with: aws sso login');
    assert.deepEqual(told('Failed to load token from /home/jo/x.json: Error: ENOENT', 'login'), [
      'the AWS login session of profile prod has expired or is missing: Failed to load token from /home/jo/x.json: Error: ENOENT',
      'log in with: aws login --profile prod',
    ]);
  });

  test('gives no access to the role', () =>
    assert.deepEqual(told('ForbiddenException: No access'), [
      'AWS SSO gives the profile prod no access: No access',
      'check sso_account_id and sso_role_name of the profile, or choose them anew with: aws configure sso --profile prod',
    ]));

  test('is not configured', () =>
    assert.deepEqual(told("Sso session 'corp' could not be found in shared credentials file."), [
      "the AWS profile prod cannot be used: Sso session 'corp' could not be found in shared credentials file.",
      'complete its settings for SSO with: aws configure sso --profile prod',
    ]));

  test('could not be reached', () => {
    const failure = Object.assign(new Error('getaddrinfo ENOTFOUND portal.sso'), { code: 'ENOTFOUND' });
    const error = signInError(new Error('Error'), { from: 'sso', profile: 'prod' }, failure);
    assert.equal(error.message, 'cannot reach AWS SSO: getaddrinfo ENOTFOUND portal.sso');
  });
});

suite('credentials that have expired', (test) => {
  const keys = { accessKeyId: 'AK', secretAccessKey: 's', sessionToken: 't' };
  for (const [source, expected] of [
    [
      { from: 'environment', keys },
      'the session in AWS_SESSION_TOKEN has expired: set new keys, or unset them to use a profile',
    ],
    [
      { from: 'keys', profile: 'prod', keys },
      'the session of profile prod in the AWS files has expired: renew it with the program that wrote it there',
    ],
    [{ from: 'sso', profile: 'prod' }, 'log in with: aws sso login --profile prod'],
    [{ from: 'login', profile: 'prod' }, 'log in with: aws login --profile prod'],
    [{ from: 'role', profile: 'prod' }, 'run the same command again to get a new session'],
  ] as const) {
    test(`of the kind ${source.from} are renewed where they come from`, () =>
      assert.equal(hintOf(new UserError('expired', { hint: renewal(source) })), expected));
  }
});

suite('the name under which aws keeps the session of a role', (test) => {
  // What botocore's AssumeRoleCredentialFetcher gives for the same settings.
  test('is made of what the session is asked for with', () => {
    const role = ['role_arn', 'arn:aws:iam::222222222222:role/deploy'] as const;
    const device = ['mfa_serial', 'arn:aws:iam::111111111111:mfa/jo'] as const;
    assert.equal(cacheKey(new Map([role, device])), '544f6775a64caa3afc5de58c9044f653b6d4439c');
    const settings = new Map([
      role,
      ['mfa_serial', 'GAHT12345678'],
      ['external_id', 'ü"x'],
      ['duration_seconds', '3600'],
      ['role_session_name', 'me'],
    ]);
    assert.equal(cacheKey(settings), '115c4f4412b700f65b1dd97859d38d7f10c16dc6');
  });
});
