import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from '../bundle.ts';

/** A script in the form that the executable keeps: a function of what a CommonJS module is given, and of the process (load-scripts.cjs). */
function asFunction(source: string): string {
  return `(function (exports, require, module, __filename, process) {${source}\n})`;
}

/** The scripts of a bundle by name, each as such a function. */
export function functionsOf({ folder, scripts }: Pick<Bundle, 'folder' | 'scripts'>): ReadonlyMap<string, string> {
  return new Map(scripts.map((name) => [name, asFunction(readFileSync(join(folder, name), 'utf8'))]));
}
