import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import type { Bundle } from '../build/bundle.ts';
import { product } from './product.ts';

/**
 * The npm package: the bundle without Node, and a launcher that looks at the Node it finds. It has no dependencies, since the
 * bundle holds them all.
 * @param files the texts that go with it, as paths
 * @returns the tarball's file name
 */
export function npmPackage(
  { folder: source, scripts }: Bundle,
  files: readonly string[],
  notices: string,
  folder: string,
): string {
  const staging = join(folder, 'npm');
  mkdirSync(staging, { recursive: true });
  const { name, version, description, license, homepage, repository, engines } = manifest;
  const published = {
    name,
    version,
    description,
    license,
    homepage,
    repository,
    engines,
    keywords: ['kubectl', 'kubectl-plugin', 'mongodb-atlas', 'private-endpoint', 'privatelink'],
    bin: { [product.binary]: product.binary },
    files: [product.binary, ...scripts, 'THIRD-PARTY-NOTICES.txt'],
  };
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  copyFileSync(new URL('npm-launcher.cjs', import.meta.url), join(staging, product.binary));
  chmodSync(join(staging, product.binary), 0o755);
  for (const script of scripts) copyFileSync(join(source, script), join(staging, script));
  writeFileSync(join(staging, 'THIRD-PARTY-NOTICES.txt'), notices);
  for (const file of files) copyFileSync(file, join(staging, file));
  // A path without "./" would be taken for the name of a package or a repository.
  const npm = ['pack', `./${staging}`, '--silent', '--ignore-scripts', '--pack-destination', folder];
  return execFileSync('npm', npm, { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
}
