import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { Bundle } from '../bundle.ts';

/** A script as a function of what a CommonJS module is given, and of the process. */
function asFunction(source: string): string {
  return `function (exports, require, module, __filename, process) {${source}\n}`;
}

/**
 * The scripts of a bundle as the executable keeps them (load-scripts.cjs): objects of such functions by name. The main script and all that it
 * requires when it begins are one, because V8 takes a while for each that it is given; the others are one each.
 * @returns the objects by the name of their first function
 */
export function packsOf({ folder, scripts, metafile }: Bundle): ReadonlyMap<string, string> {
  const [main, ...others] = scripts;
  const begun = requiredBy(main, metafile);
  const packs = [[main, ...begun], ...others.filter((name) => !begun.has(name)).map((name) => [name])];
  return new Map(packs.map((names) => [names[0] ?? main, packOf(folder, names)]));
}

function packOf(folder: string, names: readonly string[]): string {
  const members = names.map((name) => `"${name}":${asFunction(readFileSync(join(folder, name), 'utf8'))}`);
  return `({${members.join(',\n')}})`;
}

/** The scripts that one requires when it begins, and what they require. */
function requiredBy(main: string, { outputs }: Metafile): ReadonlySet<string> {
  const imports = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output.imports]));
  const found = new Set([main]);
  for (const name of found)
    for (const { path, kind, external } of imports.get(name) ?? [])
      if (kind === 'import-statement' && external !== true) found.add(basename(path));
  found.delete(main);
  return found;
}
