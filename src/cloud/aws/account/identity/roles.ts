import { readFile } from 'node:fs/promises';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  type STSClient,
} from '@aws-sdk/client-sts';
import { UserError } from '../../../../core/errors.ts';
import { firstLine, messageOf } from '../../../account/errors.ts';
import type { SessionKeys } from './credential-process.ts';
import type { WebIdentity } from './source.ts';
import type { Settings } from './ini.ts';

/** What the sessions of roles are called where nothing else is said; AWS shows it in its logs. */
const SESSION_NAME = 'kubectl-atlas-pe';

/**
 * The session of a profile's role.
 * @param client signs with the credentials that the profile names for it
 * @throws UserError when AWS refuses, or the role asks for a code
 */
export async function assumeRole(client: STSClient, profile: string, settings: Settings): Promise<SessionKeys> {
  const role = settings.get('role_arn') ?? '';
  if (settings.has('mfa_serial')) {
    throw new UserError(
      `the role of the AWS profile ${profile} asks for an MFA code, which this program does not take`,
      {
        hint: `put a session of it into the environment, then run the same command without --profile: eval "$(aws configure export-credentials --profile ${profile} --format env)"`,
      },
    );
  }
  const seconds = Number(settings.get('duration_seconds'));
  const input: AssumeRoleCommandInput = {
    RoleArn: role,
    RoleSessionName: settings.get('role_session_name') ?? SESSION_NAME,
    ...(settings.has('external_id') ? { ExternalId: settings.get('external_id') } : {}),
    ...(Number.isInteger(seconds) ? { DurationSeconds: seconds } : {}),
  };
  return sessionOf(role, async () => (await client.send(new AssumeRoleCommand(input))).Credentials);
}

/** The session of a role that a token in a file is good for. @throws UserError when AWS refuses, or there is no such file */
export async function assumeRoleWithToken(client: STSClient, identity: WebIdentity): Promise<SessionKeys> {
  const { file, roleArn, sessionName } = identity;
  return sessionOf(roleArn, async () => {
    const token = await readFile(file, 'utf8');
    const input = { RoleArn: roleArn, RoleSessionName: sessionName ?? SESSION_NAME, WebIdentityToken: token };
    return (await client.send(new AssumeRoleWithWebIdentityCommand(input))).Credentials;
  });
}

async function sessionOf(role: string, ask: () => Promise<Credentials | undefined>): Promise<SessionKeys> {
  try {
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = (await ask()) ?? {};
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return Expiration === undefined ? keys : { ...keys, expiration: Expiration };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot assume the AWS role ${role}: ${firstLine(messageOf(error))}`, {
      cause: error,
      hint: "check role_arn, and that the role's trust policy names the credentials that assume it",
    });
  }
}
