import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../../../../core/home.ts';
import type { SessionKeys } from '../identity/credential-process.ts';
import type { Settings } from '../identity/ini.ts';
import { nonEmpty } from '../../../../core/outside-values.ts';

/** Milliseconds for which a session has to be good at least (botocore credentials.py, `CachedCredentialFetcher`). */
const LEAST_MS = 15 * 60_000;

/**
 * The session that `aws` keeps of a role, so that nobody has to enter a code twice. This program writes none: a session is a secret.
 * @returns undefined if there is none, or it ends soon
 */
export async function cachedSession(settings: Settings, env: NodeJS.ProcessEnv): Promise<SessionKeys | undefined> {
  const file = join(homeFolder(env), '.aws', 'cli', 'cache', `${cacheKey(settings)}.json`);
  try {
    const { Credentials: found } = JSON.parse(await readFile(file, 'utf8')) as { readonly Credentials?: Found };
    const [accessKeyId, secretAccessKey] = [nonEmpty(found?.AccessKeyId), nonEmpty(found?.SecretAccessKey)];
    const [sessionToken, end] = [nonEmpty(found?.SessionToken), nonEmpty(found?.Expiration)];
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined || end === undefined)
      return undefined;
    const expiration = new Date(end);
    const isGood = expiration.getTime() - Date.now() > LEAST_MS;
    return isGood ? { accessKeyId, secretAccessKey, sessionToken, expiration } : undefined;
  } catch {
    // No session is kept, or not in this form.
    return undefined;
  }
}

interface Found {
  readonly AccessKeyId?: unknown;
  readonly SecretAccessKey?: unknown;
  readonly SessionToken?: unknown;
  readonly Expiration?: unknown;
}

/** The name under which `aws` keeps it (botocore credentials.py, `AssumeRoleCredentialFetcher._create_cache_key`). */
export function cacheKey(settings: Settings): string {
  const seconds = Number(settings.get('duration_seconds'));
  const input = [
    ['DurationSeconds', Number.isInteger(seconds) && settings.has('duration_seconds') ? seconds : undefined],
    ['ExternalId', settings.get('external_id')],
    ['RoleArn', settings.get('role_arn')],
    ['RoleSessionName', settings.get('role_session_name')],
    ['SerialNumber', settings.get('mfa_serial')],
  ] as const;
  // Python's json.dumps puts blanks behind colons and commas, and escapes whatever is not ASCII.
  const members = input
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const json = `{${members.join(', ')}}`.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return createHash('sha1').update(json).digest('hex');
}
