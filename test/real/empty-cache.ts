import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `body` with an empty cache and no Go on PATH. */
export async function inEmptyCache(body: (folder: string) => Promise<void>): Promise<void> {
  const { XDG_CACHE_HOME, PATH } = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'cache-'));
  Object.assign(process.env, { XDG_CACHE_HOME: folder, PATH: folder });
  try {
    await body(folder);
  } finally {
    if (XDG_CACHE_HOME === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = XDG_CACHE_HOME;
    process.env['PATH'] = PATH;
    rmSync(folder, { recursive: true, force: true });
  }
}
