import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A path in the folder that keeps what is too big or too slow to make again for the repository: `$XDG_CACHE_HOME/kubectl-atlas-pe`,
 * or `~/.cache/kubectl-atlas-pe` (XDG Base Directory Specification 0.8). Everything in it can be made again.
 */
export function cached(...parts: readonly string[]): string {
  const { XDG_CACHE_HOME } = process.env;
  const base = XDG_CACHE_HOME === undefined || XDG_CACHE_HOME === '' ? join(homedir(), '.cache') : XDG_CACHE_HOME;
  return join(base, 'kubectl-atlas-pe', ...parts);
}

/** A length of time as the scripts say it: `42s`, `3m05s`. */
export function spent(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}
