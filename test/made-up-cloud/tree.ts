import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type Entry, folders } from './entries.ts';

const root = new URL('../../', import.meta.url).pathname;
const copied = [
  'src',
  'build',
  'package.json',
  'tsconfig.json',
  'test/harness',
  'test/sandbox',
  'test/fakes',
  'test/readme',
];

/** A copy of the source tree, to which a developer adds something. */
export interface Tree {
  readonly path: string;
  /** Writes these entries into their tables, and takes all others out. */
  write(entries: readonly Entry[]): void;
  /** What the compiler says; empty where the tree compiles. */
  compile(): string;
  /** The files of src that are not as they are here, or are not here at all. */
  changed(): readonly string[];
  remove(): void;
}

/** Copies the tree, and puts the folders where they belong. */
export function copyTree(): Tree {
  const path = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-tree-'));
  for (const each of copied)
    cpSync(join(root, each), join(path, each), { recursive: true, filter: (file) => !file.endsWith('.test.ts') });
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  for (const folder of folders) {
    const names = 'only' in folder ? folder.only : globSync('*.ts', { cwd: join(root, folder.from) });
    for (const name of names) move(join(folder.from, name), join(path, folder.to, name), path);
  }
  const tables = new Map<string, string>();
  return {
    path,
    write: (entries) => writeEntries(path, tables, entries),
    compile: () =>
      spawnSync(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-p', path], { encoding: 'utf8' }).stdout,
    changed: () =>
      globSync('src/**/*.ts', { cwd: path })
        .filter((file) => !isSame(file, path))
        .sort(),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Copies a file to where it belongs; there the way to the other files of src is another one. */
function move(from: string, to: string, path: string): void {
  const way = relative(dirname(to), join(path, 'src'));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, readFileSync(join(root, from), 'utf8').replaceAll(/'(\.\.\/)+src\//g, `'${way}/`));
}

/** @param tables each table as it is without any entry, once it is known */
function writeEntries(path: string, tables: Map<string, string>, entries: readonly Entry[]): void {
  for (const [file, text] of tables) writeFileSync(join(path, file), text);
  for (const { file, imports, after, text } of entries) {
    const before = readFileSync(join(path, file), 'utf8');
    if (!tables.has(file)) tables.set(file, before);
    const [head, rest, more] = before.split(after);
    if (rest === undefined || more !== undefined) throw new Error(`${file} has not one line with "${after}"`);
    writeFileSync(join(path, file), `${imports}\n${head}${after}${text}${rest}`);
  }
}

function isSame(file: string, path: string): boolean {
  try {
    return readFileSync(join(root, file), 'utf8') === readFileSync(join(path, file), 'utf8');
  } catch {
    return false;
  }
}
