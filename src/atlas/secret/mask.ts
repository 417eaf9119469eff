import type { FoundSecret } from './find/find.ts';

const MASK = '****';

/**
 * A connection string without its password: the user and the hosts stay. What stands before the last @ is taken for the password, so that
 * one with unescaped characters in it is hidden too.
 */
export function maskPassword(uri: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^:@/]*).*@/s, `$1:${MASK}@`);
}

/** A Secret that may be shown by commands that print no credentials: its strings without the password, and no other value but the user. */
export function withoutCredentials(found: FoundSecret): FoundSecret {
  const data = Object.entries(found.secret.data).map(([key, value]) => [
    key,
    key === 'username' || value === '' ? value : key.startsWith('connectionString') ? maskPassword(value) : MASK,
  ]);
  return { ...found, secret: { ...found.secret, data: Object.fromEntries(data) as Record<string, string> } };
}
