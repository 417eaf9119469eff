import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where gcloud keeps what it was told, and google-auth-library looks for credentials. */
export function gcloudFolder(env: NodeJS.ProcessEnv): string {
  const { CLOUDSDK_CONFIG: chosen = '', APPDATA: roaming = '' } = env;
  if (chosen !== '') return chosen;
  return process.platform === 'win32' ? join(roaming, 'gcloud') : join(homedir(), '.config', 'gcloud');
}

/**
 * The project that is meant where nothing else says it: by a variable, by the credentials' own file, or by what
 * `gcloud config set project` wrote (cloud.google.com/sdk/docs/configurations). No program is started for it.
 */
export function defaultProject(env: NodeJS.ProcessEnv): string | undefined {
  const named = ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'CLOUDSDK_CORE_PROJECT'].map((name) => env[name]);
  return named.find((project) => project !== undefined && project !== '') ?? projectOfKey(env) ?? projectOfGcloud(env);
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

function projectOfGcloud(env: NodeJS.ProcessEnv): string | undefined {
  const folder = gcloudFolder(env);
  const name = env['CLOUDSDK_ACTIVE_CONFIG_NAME'] ?? read(join(folder, 'active_config'))?.trim() ?? 'default';
  const [, core = ''] = (read(join(folder, 'configurations', `config_${name}`)) ?? '').split(/^\[core\][ \t]*$/m);
  return /^project[ \t]*=[ \t]*(\S+)/m.exec(core.split(/^\[/m)[0] ?? '')?.[1];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Nobody has set gcloud up here, or it may not be read: nothing is known.
    return undefined;
  }
}
