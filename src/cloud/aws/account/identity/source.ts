import { UserError } from '../../../../core/errors.ts';
import type { Settings } from './ini.ts';
import { type Setup, filled, settingsOf } from './setup.ts';

/** A long-term access key, or a temporary one with a session token. */
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

/** A role that is assumed with a token from a file. */
export interface WebIdentity {
  readonly file: string;
  readonly roleArn: string;
  readonly sessionName: string | undefined;
  /** Whether the environment names the file, rather than a profile. */
  readonly byEnvironment: boolean;
}

/**
 * Chooses the source as the `aws` command does (botocore credentials.py, `create_credential_resolver`): the keys in the environment,
 * unless --profile is given (AWS_PROFILE does not disable them); the profile's role; web identity; the profile's other settings; and
 * finally the container or the instance. The default chain of the AWS SDK for JavaScript differs: there AWS_PROFILE takes precedence over
 * the keys in the environment and over web identity, and a profile's keys over its SSO.
 * @throws UserError if the chosen source is incomplete; the next one is not tried, because it could belong to another account
 */
export function chooseSource(setup: Setup): CredentialSource {
  const { env, profile, namedBy } = setup;
  const byFlag = namedBy === '--profile';
  const keys = byFlag ? undefined : environmentKeys(env);
  if (keys !== undefined) return { from: 'environment', keys };
  if (assumesRole(settingsOf(setup, profile))) return { from: 'role', profile };
  return sourceOfProfile(setup, profile, byFlag ? {} : env) ?? { from: inContainer(env) ? 'container' : 'instance' };
}

/** The keys in the environment. @throws UserError for an incomplete pair */
export function environmentKeys(env: NodeJS.ProcessEnv): Keys | undefined {
  const accessKeyId = filled(env, 'AWS_ACCESS_KEY_ID');
  if (accessKeyId === undefined) return undefined;
  const secretAccessKey = filled(env, 'AWS_SECRET_ACCESS_KEY');
  if (secretAccessKey === undefined) throw incomplete('in the environment', 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = filled(env, 'AWS_SECURITY_TOKEN') ?? filled(env, 'AWS_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Whether a profile has a role, which is assumed with other credentials. */
export function assumesRole(settings: Settings): boolean {
  return settings.has('role_arn') && !settings.has('web_identity_token_file');
}

/** Whether a profile has keys of its own, even incomplete ones. */
export function hasKeys(settings: Settings): boolean {
  return settings.has('aws_access_key_id') || settings.has('aws_secret_access_key');
}

/** Whether the container provides credentials over HTTP (ECS, EKS Pod Identity). */
function inContainer(env: NodeJS.ProcessEnv): boolean {
  return (
    filled(env, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') !== undefined ||
    filled(env, 'AWS_CONTAINER_CREDENTIALS_FULL_URI') !== undefined
  );
}

/**
 * The credentials of the profile itself, in the order of botocore's `ProfileProviderBuilder`.
 * @param env the variables that are read too: none if the profile is named by a flag or by another profile
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
  // Each part separately: a variable that is set, even if empty, takes precedence over the profile's setting.
  const part = (variable: string, setting: string): string | undefined => env[variable] ?? settings.get(setting);
  const file = part('AWS_WEB_IDENTITY_TOKEN_FILE', 'web_identity_token_file');
  if (file === undefined || file === '') return undefined;
  const roleArn = part('AWS_ROLE_ARN', 'role_arn');
  if (roleArn === undefined || roleArn === '') throw incomplete('of the web identity', 'AWS_ROLE_ARN or role_arn');
  const sessionName = part('AWS_ROLE_SESSION_NAME', 'role_session_name');
  return { file, roleArn, sessionName, byEnvironment: env['AWS_WEB_IDENTITY_TOKEN_FILE'] !== undefined };
}

function keysIn(settings: Settings | undefined, profile: string): Keys | undefined {
  const accessKeyId = settings?.get('aws_access_key_id');
  if (settings === undefined || accessKeyId === undefined) return undefined;
  const secretAccessKey = settings.get('aws_secret_access_key');
  if (secretAccessKey === undefined) throw incomplete(`of profile ${profile}`, 'aws_secret_access_key');
  const sessionToken = settings.get('aws_security_token') ?? settings.get('aws_session_token');
  return { accessKeyId, secretAccessKey, sessionToken: sessionToken === '' ? undefined : sessionToken };
}

/** @param where completes "the AWS credentials …" */
export function incomplete(where: string, missing: string): UserError {
  return new UserError(`the AWS credentials ${where} are incomplete: ${missing} is missing`, {
    hint: 'complete or remove them; no other credentials are tried, because they could belong to another account',
  });
}
