import { readFile } from 'node:fs/promises';
import type { AssumeRoleCommandInput, Credentials, STSClient } from '@aws-sdk/client-sts';
import { UserError } from '../../../../core/errors.ts';
import { firstLine, messageOf } from '../../../account/errors.ts';
import { failureOf, skewError, unsentError } from '../errors.ts';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from '../../sdk.ts';
import { type Desk, mfaOf } from '../sign-in/mfa.ts';
import type { SessionKeys } from './credential-process.ts';
import type { WebIdentity } from './source.ts';
import type { Settings } from './ini.ts';

/** The default name of a role's session, which appears in CloudTrail. */
const SESSION_NAME = 'kubectl-atlas-pe';

/**
 * Assumes a profile's role.
 * @param client an STS client with the credentials that the role is assumed with
 * @param desk where an MFA code is asked for
 * @throws UserError if AWS refuses, or if the role requires an MFA code and nobody can be asked
 */
export async function assumeRole(
  client: STSClient,
  profile: string,
  settings: Settings,
  desk: Desk,
): Promise<SessionKeys> {
  const role = settings.get('role_arn') ?? '';
  const mfa = settings.has('mfa_serial') ? await mfaOf(desk, profile, settings) : undefined;
  if (mfa !== undefined && 'session' in mfa) return mfa.session;
  const seconds = Number(settings.get('duration_seconds'));
  const input: AssumeRoleCommandInput = {
    RoleArn: role,
    RoleSessionName: settings.get('role_session_name') ?? SESSION_NAME,
    ...(settings.has('external_id') ? { ExternalId: settings.get('external_id') } : {}),
    ...(Number.isInteger(seconds) ? { DurationSeconds: seconds } : {}),
    ...(mfa === undefined ? {} : { SerialNumber: mfa.serial, TokenCode: mfa.code }),
  };
  return sessionOf(role, async () => (await client.send(new AssumeRoleCommand(input))).Credentials);
}

/** Assumes a role with a token from a file. @throws UserError if AWS refuses, or if the file cannot be read */
export async function assumeRoleWithToken(client: STSClient, identity: WebIdentity): Promise<SessionKeys> {
  const { file, roleArn, sessionName } = identity;
  const token = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`cannot read the token for the AWS role ${roleArn}: ${firstLine(messageOf(error))}`, {
      cause: error,
      hint: 'AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file of the profile names the file',
    });
  });
  const input = { RoleArn: roleArn, RoleSessionName: sessionName ?? SESSION_NAME, WebIdentityToken: token };
  return sessionOf(roleArn, async () => (await client.send(new AssumeRoleWithWebIdentityCommand(input))).Credentials);
}

async function sessionOf(role: string, ask: () => Promise<Credentials | undefined>): Promise<SessionKeys> {
  try {
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = (await ask()) ?? {};
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return Expiration === undefined ? keys : { ...keys, expiration: Expiration };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const unsent = unsentError(error, `AssumeRole of ${role} to STS`, {
      what: `STS for the role ${role}`,
      hint: 'check the network, and AWS_ENDPOINT_URL_STS if it is set',
    });
    if (unsent !== undefined) throw unsent;
    const skewed = skewError(error, `AssumeRole of ${role}`);
    if (skewed !== undefined) throw skewed;
    const { code, message } = failureOf(error);
    throw new UserError(`cannot assume the AWS role ${role}: ${firstLine(message)} (${code})`, {
      cause: error,
      hint: /MultiFactorAuthentication failed/.test(message)
        ? 'a code can be used once: run the same command again with the next one'
        : "check the ARN, and that the role's trust policy allows these credentials to assume it",
    });
  }
}
