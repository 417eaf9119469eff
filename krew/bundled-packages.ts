import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { isShippable } from './licences.ts';

/** An npm package of which something is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as its package.json states it. */
  readonly license: string;
  readonly folder: string;
}

/** The packages that a bundle is made of, by name and version. @throws Error for one that states no licence, or one that may not be shipped */
export function bundledPackages(metafile: Metafile): readonly BundledPackage[] {
  const folders = new Set<string>();
  for (const input of Object.keys(metafile.inputs)) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  // One version may lie in several folders.
  const packages = new Map([...folders].map(read).map((found) => [`${found.name}@${found.version}`, found]));
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

function read(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  if (license === undefined) throw new Error(`${name}@${version} states no licence, and it is in the bundle`);
  if (!isShippable(license))
    throw new Error(`${name}@${version} is under ${license}, which krew/licences.ts does not list`);
  return { name, version, license, folder };
}
