import { UserError } from '../../../../core/errors.ts';
import type { Settings } from './ini.ts';
import { type Setup, filled, settingsOf } from './setup.ts';

/** A long-lived key, or one with the token of a session. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** Where the credentials come from. */
export type CredentialSource =
  | { readonly from: 'environment'; readonly keys: Keys }
  | { readonly from: 'keys'; readonly profile: string; readonly keys: Keys }
  | { readonly from: 'role'; readonly profile: string }
  | { readonly from: 'web-identity'; readonly profile: string; readonly token: WebIdentity }
  | { readonly from: 'process'; readonly profile: string; readonly command: string }
  | { readonly from: 'sso' | 'login'; readonly profile: string }
  | { readonly from: 'container' | 'instance' };

/** A role that is assumed with the token in a file. */
export interface WebIdentity {
  readonly file: string;
  readonly roleArn: string;
  readonly sessionName: string | undefined;
  /** Whether the environment names the file; a profile otherwise. */
  readonly byEnvironment: boolean;
}

/**
 * Chooses the source as the `aws` command does (botocore credentials.py, `create_credential_resolver`): the environment's keys, which
 * --profile switches off and AWS_PROFILE does not; a role of the profile; web identity; then what the profile has, and at last what the
 * machine has. The default chain of the AWS SDK for JavaScript differs: AWS_PROFILE goes before the environment's keys and before web
 * identity, and a profile's own keys before its SSO.
 * @throws UserError for a source that is chosen and lacks a part; the next one is not tried, for it could be another account's
 */
export function chooseSource(setup: Setup): CredentialSource {
  const { env, profile, namedBy } = setup;
  const byFlag = namedBy === '--profile';
  const keys = byFlag ? undefined : environmentKeys(env);
  if (keys !== undefined) return { from: 'environment', keys };
  if (assumesRole(settingsOf(setup, profile))) return { from: 'role', profile };
  return sourceOfProfile(setup, profile, byFlag ? {} : env) ?? { from: inContainer(env) ? 'container' : 'instance' };
}

/** The keys of the environment. @throws UserError for half of them */
export function environmentKeys(env: NodeJS.ProcessEnv): Keys | undefined {
  const accessKeyId = filled(env, 'AWS_ACCESS_KEY_ID');
  if (accessKeyId === undefined) return undefined;
  const secretAccessKey = filled(env, 'AWS_SECRET_ACCESS_KEY');
  if (secretAccessKey === undefined) throw incomplete('the environment', 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = filled(env, 'AWS_SECURITY_TOKEN') ?? filled(env, 'AWS_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Whether a profile is a role that is assumed with other credentials. */
export function assumesRole(settings: Settings): boolean {
  return settings.has('role_arn') && !settings.has('web_identity_token_file');
}

/** Whether a profile has keys of its own, or half of them. */
export function hasKeys(settings: Settings): boolean {
  return settings.has('aws_access_key_id') || settings.has('aws_secret_access_key');
}

/** Whether the place that the machine runs in offers credentials by HTTP (ECS, EKS Pod Identity). */
function inContainer(env: NodeJS.ProcessEnv): boolean {
  return (
    filled(env, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') !== undefined ||
    filled(env, 'AWS_CONTAINER_CREDENTIALS_FULL_URI') !== undefined
  );
}

/**
 * What a profile has itself, in the order of botocore's `ProfileProviderBuilder`.
 * @param env the variables that count beside it: none where the profile was named by a flag or by another profile
 */
export function sourceOfProfile(setup: Setup, profile: string, env: NodeJS.ProcessEnv): CredentialSource | undefined {
  const settings = settingsOf(setup, profile);
  const token = webIdentity(settings, env);
  if (token !== undefined) return { from: 'web-identity', profile, token };
  if (settings.has('sso_account_id') || settings.has('sso_role_name')) return { from: 'sso', profile };
  const stored = keysIn(setup.config.credentials.get(profile), profile);
  if (stored !== undefined) return { from: 'keys', profile, keys: stored };
  if (settings.has('login_session')) return { from: 'login', profile };
  const command = settings.get('credential_process');
  if (command !== undefined) return { from: 'process', profile, command };
  const keys = keysIn(setup.config.configured.get(profile), profile);
  return keys === undefined ? undefined : { from: 'keys', profile, keys };
}

function webIdentity(settings: Settings, env: NodeJS.ProcessEnv): WebIdentity | undefined {
  // Each part for itself: a variable that is set, if to nothing, goes before the profile's setting.
  const part = (variable: string, setting: string): string | undefined => env[variable] ?? settings.get(setting);
  const file = part('AWS_WEB_IDENTITY_TOKEN_FILE', 'web_identity_token_file');
  if (file === undefined || file === '') return undefined;
  const roleArn = part('AWS_ROLE_ARN', 'role_arn');
  if (roleArn === undefined || roleArn === '') throw incomplete('web identity', 'AWS_ROLE_ARN or role_arn');
  const sessionName = part('AWS_ROLE_SESSION_NAME', 'role_session_name');
  return { file, roleArn, sessionName, byEnvironment: env['AWS_WEB_IDENTITY_TOKEN_FILE'] !== undefined };
}

function keysIn(settings: Settings | undefined, profile: string): Keys | undefined {
  const accessKeyId = settings?.get('aws_access_key_id');
  if (settings === undefined || accessKeyId === undefined) return undefined;
  const secretAccessKey = settings.get('aws_secret_access_key');
  if (secretAccessKey === undefined) throw incomplete(`the AWS profile ${profile}`, 'aws_secret_access_key');
  const sessionToken = settings.get('aws_security_token') ?? settings.get('aws_session_token');
  return { accessKeyId, secretAccessKey, sessionToken: sessionToken === '' ? undefined : sessionToken };
}

/** @param where as it reads before "has only a part of the credentials" */
export function incomplete(where: string, missing: string): UserError {
  return new UserError(`the AWS credentials of ${where} are incomplete: ${missing} is missing`, {
    hint: 'complete them; credentials from elsewhere could be those of another account, so none are looked for',
  });
}
