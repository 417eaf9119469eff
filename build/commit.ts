import { execFileSync } from 'node:child_process';

function git(...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** The commit that is built, with `-dirty` when files of it were changed; undefined outside a checkout. */
export function commit(): string | undefined {
  const head = git('rev-parse', 'HEAD');
  if (head === undefined) return undefined;
  // What `npm run manifest` writes does not count: it is made of what was built.
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!plugin.yaml', ':!plugins');
  return changed === '' ? head : `${head}-dirty`;
}

/** When the commit was made, which is the time that every file in an archive bears. */
export function commitTime(): Date {
  const epoch = process.env['SOURCE_DATE_EPOCH'] ?? git('log', '-1', '--format=%ct') ?? '315532800';
  return new Date(Number(epoch) * 1000);
}
