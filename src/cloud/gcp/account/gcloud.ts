import { readFileSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { homeFolder } from '../../../core/home.ts';

/** Where gcloud keeps what it was told, and google-auth-library looks for credentials. */
export function gcloudFolder(env: NodeJS.ProcessEnv, windows = process.platform === 'win32'): string {
  const { CLOUDSDK_CONFIG: chosen = '', APPDATA: roaming = '' } = env;
  if (chosen !== '') return chosen;
  return windows ? win32.join(roaming, 'gcloud') : posix.join(homeFolder(env), '.config', 'gcloud');
}

/**
 * The project that is meant where nothing else says it: by a variable, by the credentials' own file, or by what
 * `gcloud config set project` wrote (cloud.google.com/sdk/docs/configurations). No program is started for it.
 */
export function defaultProject(env: NodeJS.ProcessEnv): string | undefined {
  const named = ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'CLOUDSDK_CORE_PROJECT'].map((name) => env[name]);
  return (
    named.find((project) => project !== undefined && project !== '') ??
    projectOfKey(env) ??
    settingOfGcloud(env, 'core', 'project')
  );
}

/** The project of a service account's key. */
function projectOfKey({ GOOGLE_APPLICATION_CREDENTIALS: file = '' }: NodeJS.ProcessEnv): string | undefined {
  const text = file === '' ? undefined : read(file);
  try {
    const project = (JSON.parse(text ?? '{}') as { readonly project_id?: unknown }).project_id;
    return typeof project === 'string' && project !== '' ? project : undefined;
  } catch {
    // The library says what is wrong with the file.
    return undefined;
  }
}

/**
 * The account that gcloud makes its tokens for. No program is started for it.
 * @returns undefined where a file takes the place of the accounts that gcloud knows
 */
export function accountOfGcloud(env: NodeJS.ProcessEnv): string | undefined {
  const setting = (section: string, name: string): string | undefined => {
    const variable = env[`CLOUDSDK_${section}_${name}`.toUpperCase()];
    return variable === undefined || variable === '' ? settingOfGcloud(env, section, name) : variable;
  };
  // Of several, each impersonates the next one (cloud.google.com/sdk/gcloud/reference, --impersonate-service-account).
  const impersonated = setting('auth', 'impersonate_service_account')?.split(',').at(-1);
  if (impersonated !== undefined) return impersonated;
  const files = ['access_token_file', 'credential_file_override'];
  if (files.some((name) => setting('auth', name) !== undefined)) return undefined;
  return setting('core', 'account');
}

/** What `gcloud config set SECTION/NAME` wrote; undefined if it wrote nothing. */
export function settingOfGcloud(env: NodeJS.ProcessEnv, section: string, name: string): string | undefined {
  const folder = gcloudFolder(env);
  const active = env['CLOUDSDK_ACTIVE_CONFIG_NAME'] ?? read(join(folder, 'active_config'))?.trim() ?? 'default';
  const text = read(join(folder, 'configurations', `config_${active}`)) ?? '';
  const [, below = ''] = text.split(new RegExp(`^\\[${section}\\][ \\t]*$`, 'm'));
  return new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S+)`, 'm').exec(below.split(/^\[/m)[0] ?? '')?.[1];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Nobody has set gcloud up here, or it may not be read: nothing is known.
    return undefined;
  }
}
