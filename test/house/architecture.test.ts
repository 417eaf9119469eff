/** ARCHITECTURE.md says which rooms there are and who may import whom; here that is compared with the tree. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;

/** A row of the table of rooms. */
interface Room {
  readonly name: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

function namesIn(cell = ''): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);
}

const rooms: readonly Room[] =
  readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    .split('## Rooms')[1]
    ?.split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, name, , imports, packages] = line.split(/(?<!\\)\|/);
      return { name: namesIn(name)[0] ?? '', imports: namesIn(imports), packages: namesIn(packages) };
    }) ?? [];

/** The room of a file of src: a folder or one within it. */
function roomOf(file: string): string {
  const folders = relative('src', dirname(file)).split('/').slice(0, 2);
  return folders.join('/') || 'src';
}

const files = globSync('src/**/*.ts', { cwd: root });

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Every import of a file, of types and at run time too; a package by its name. */
function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^'\n]+)'/g)].map(([, to = '']) => ({
    file,
    from: roomOf(file),
    to: to.startsWith('.') ? roomOf(join(dirname(file), to)) : packageOf(to),
  }));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function allows({ name, imports, packages }: Room, to: string): boolean {
  const isGroup = (each: string): boolean => each.endsWith('/*') && `${to}/`.startsWith(each.slice(0, -1));
  return (
    name === to ||
    to.startsWith('node:') ||
    packages.includes(to) ||
    imports.some((each) => each === to || isGroup(each))
  );
}

/** The folder of src that a room is, or is within. */
function floor(room: string): string {
  return room.split('/')[0] ?? '';
}

const all = files.flatMap(importsOf).filter(({ to }) => !to.startsWith('..'));

suite('the architecture', (test) => {
  test('ARCHITECTURE.md lists every room, and no other', () => {
    assert.deepEqual(rooms.map(({ name }) => name).toSorted(), [...new Set(files.map(roomOf))].sort());
  });

  test('nothing is imported in a direction that it does not list, types included', () => {
    assert.ok(all.length > 1_000, `only ${all.length} imports were found`);
    const wrong = all.filter(({ from, to }) => !rooms.some((room) => room.name === from && allows(room, to)));
    assert.deepEqual(
      wrong.map(({ file, to }) => `${file} imports ${to}`),
      [],
    );
  });

  test('every direction that it lists is one that there is', () => {
    const listed = rooms.flatMap((room) => [...room.imports, ...room.packages].map((to) => ({ from: room.name, to })));
    const idle = listed.filter(
      ({ from, to }) =>
        !all.some((each) => each.from === from && allows({ name: '', imports: [to], packages: [] }, each.to)),
    );
    assert.deepEqual(idle, []);
  });

  test('the great directions hold, whatever the table says', () => {
    const above: Readonly<Record<string, readonly string[]>> = {
      core: ['output', 'kube', 'cloud', 'atlas', 'cli'],
      output: ['kube', 'cloud', 'atlas', 'cli'],
      kube: ['output', 'cloud', 'atlas', 'cli'],
      cloud: ['output', 'kube', 'atlas', 'cli'],
      atlas: ['output', 'cli'],
    };
    const wrong = all.filter(({ from, to }) => above[floor(from)]?.includes(floor(to)) === true);
    assert.deepEqual(wrong, []);
  });

  test('README.md leads to it', () => {
    assert.ok(readFileSync(join(root, 'README.md'), 'utf8').includes('](ARCHITECTURE.md)'));
  });
});
