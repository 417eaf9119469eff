import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gitManifest, sync } from '../harness/kept-in-git.ts';
import type { World } from '../harness/world.ts';

/** Where a page keeps its manifest. */
const FILE = 'apps/shop.yaml';

/** The person of the page: commits what a command shows, or the file that it has changed, which is applied then. */
export function committer(world: World): (shown: string) => void {
  let last = '';
  return (shown) => {
    last += shown;
    if (!/^ \S 5\/7 link .*not applied yet/m.test(last)) return;
    const [, yaml] = /^change this where the manifest is kept:\n([^]*?\n)(?= \S 5\/7)/m.exec(last) ?? [];
    last = '';
    sync(world, yaml ?? readFileSync(FILE, 'utf8'));
  };
}

/** Does something in a clone of the repository that has the manifest. */
export async function inClone(body: () => Promise<void>): Promise<void> {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'atlas-pe-clone-'))];
  mkdirSync(join(folder, dirname(FILE)));
  writeFileSync(join(folder, FILE), gitManifest);
  process.chdir(folder);
  try {
    await body();
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}
