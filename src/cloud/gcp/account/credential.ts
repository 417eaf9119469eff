import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthClient } from 'google-auth-library';
import { GoogleAuth, OAuth2Client } from '../sdk.ts';
import { UserError } from '../../../core/errors.ts';
import { endWithUs, leadsGroup } from '../../../core/programs/end-with-us.ts';
import { outputOf } from '../../../core/programs/output-of.ts';
import { firstLine, messageOf } from '../../account/errors.ts';
import { GoogleHttp, wayOf } from './network.ts';
import { accountOfGcloud, gcloudFolder } from './gcloud.ts';

const SCOPE = 'https://www.googleapis.com/auth/compute';

/** A token of gcloud's is good for an hour; after half of it another one is asked for. */
const TOKEN_MS = 30 * 60_000;

/** The hint wherever nobody is logged in, or not any more. */
export const loginHint =
  'log in with `gcloud auth application-default login`, or name a credentials file in GOOGLE_APPLICATION_CREDENTIALS';

/** Whoever calls Google Cloud. */
export interface Caller {
  readonly client: AuthClient;
  /** Who that is, such as `account deployer@shop.iam.gserviceaccount.com`; undefined if nothing on this machine says it. */
  readonly name: () => Promise<string | undefined>;
}

/**
 * Who calls: whom the application default credentials name (GOOGLE_APPLICATION_CREDENTIALS, then what gcloud keeps for other programs: a
 * person, a service account's key, workload identity federation, an impersonated account), in a Pod the service account of its workload
 * identity, else whoever is logged in with gcloud. On a desk the metadata server comes last: off Google Cloud looking for it costs time.
 * @param signal ends gcloud where it is asked
 * @param project what the library would ask another API for, where the credentials are a federation's
 */
export async function callerOf(
  project: string | undefined,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Caller> {
  const transporter = new GoogleHttp(wayOf(env));
  const library = new GoogleAuth({
    scopes: [SCOPE],
    clientOptions: { transporter },
    ...(project === undefined ? {} : { projectId: project }),
  });
  const onGoogle = ['GCE_METADATA_HOST', 'GCE_METADATA_IP', 'KUBERNETES_SERVICE_HOST'].some((name) => env[name]);
  const found = (client: AuthClient): Caller => ({ client, name: () => nameOf(library, env) });
  if (hasDefaultCredentials(env) || onGoogle) return found(await library.getClient());
  const gcloud = await gcloudClient(env, signal, transporter);
  if (!('client' in gcloud)) return found(await defaultClient(library, gcloud.problem));
  return { client: gcloud.client, name: async () => accountWords(accountOfGcloud(env)) };
}

function accountWords(email: string | undefined): string | undefined {
  return email === undefined || email === '' ? undefined : `account ${email}`;
}

/** The account that the library found, or where it found the credentials: those of a person or of a federation name no account. */
async function nameOf(library: GoogleAuth, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { client_email: email } = await library.getCredentials().catch(() => ({ client_email: undefined }));
  const { GOOGLE_APPLICATION_CREDENTIALS: file = '' } = env;
  const place = file === '' ? 'application default credentials' : 'credentials from GOOGLE_APPLICATION_CREDENTIALS';
  return accountWords(email) ?? (hasDefaultCredentials(env) ? place : undefined);
}

/** Whether there are application default credentials, as the library looks for them. */
function hasDefaultCredentials(env: NodeJS.ProcessEnv): boolean {
  const { GOOGLE_APPLICATION_CREDENTIALS: file = '' } = env;
  return file !== '' || existsSync(join(gcloudFolder(env), 'application_default_credentials.json'));
}

/** A client with the tokens of whoever is logged in with gcloud, or why there is none. */
async function gcloudClient(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  transporter: GoogleHttp,
): Promise<{ readonly client: OAuth2Client } | { readonly problem: string }> {
  const first = await printToken(env, signal);
  if ('problem' in first) return first;
  const client = new OAuth2Client({ transporter });
  client.setCredentials({ access_token: first.token, expiry_date: Date.now() + TOKEN_MS });
  client.refreshHandler = async () => {
    const next = await printToken(env, signal);
    if ('problem' in next) throw noCredentials(next.problem);
    return { access_token: next.token, expiry_date: Date.now() + TOKEN_MS };
  };
  return { client };
}

async function printToken(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ readonly token: string } | { readonly problem: string }> {
  try {
    // On Windows gcloud is a batch file, which only a shell starts; none of the words is anybody's input.
    const detached = leadsGroup(false);
    const options = { env, detached, shell: process.platform === 'win32' };
    const child = spawn('gcloud', ['auth', 'print-access-token'], options);
    const end = endWithUs(child, detached);
    signal.addEventListener('abort', end, { once: true });
    const { stdout, stderr, code } = await outputOf(child).finally(() => signal.removeEventListener('abort', end));
    if (code === 0) return { token: stdout.trim() };
    const said = firstLine(stderr.trim()).replace(/^ERROR: (?:\([a-z.-]+\) )?/, '');
    return { problem: said || `gcloud failed with exit code ${String(code)}` };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
    return { problem: missing ? 'gcloud is not installed' : firstLine(messageOf(error)) };
  }
}

/** What the library finds by itself: the metadata server of a machine on Google Cloud. */
async function defaultClient(library: GoogleAuth, problem: string): Promise<AuthClient> {
  try {
    return await library.getClient();
  } catch (error) {
    throw noCredentials(problem, error);
  }
}

function noCredentials(problem: string, cause?: unknown): UserError {
  return new UserError(`no Google Cloud credentials found: no application default credentials, and ${problem}`, {
    ...(cause === undefined ? {} : { cause }),
    hint: loginHint,
  });
}
