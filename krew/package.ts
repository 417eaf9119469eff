/**
 * `npm run package`: everything that a release publishes, in dist/. An archive for each platform, the npm package, the bill of
 * materials, checksums.txt, the krew manifest, and the same once more as a custom index has it. Built twice from one commit, the
 * files are the same to the byte. `npm run manifest` then makes the manifest that of the repository.
 * With --signed, a macOS binary that nobody could sign is an error and not a remark: macOS on arm64 would kill it.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../build/bundle.ts';
import { commitTime } from '../build/commit.ts';
import { nodeFiles } from '../build/node-binary.ts';
import { generatorSpec, singleBinary } from '../build/single-binary.ts';
import { type Target, hostTarget, nameOf, targets } from '../build/targets.ts';
import { pack } from './archive.ts';
import { type BundledPackage, bundledPackages } from './bundled-packages.ts';
import { checksumFile, checksums } from './checksums.ts';
import { krewManifest } from './manifest.ts';
import { notices } from './notices.ts';
import { npmPackage } from './npm-package.ts';
import { archiveName, binaryName, completionScript, product } from './product.ts';
import { billOfMaterials } from './sbom.ts';

const texts = ['LICENSE', 'README.md'] as const;
const dist = 'dist';
const { values: flags } = parseArgs({ options: { signed: { type: 'boolean', default: false } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

// The entries of a zip bear local time.
process.env['TZ'] = 'UTC';
for (const file of texts) {
  if (existsSync(file)) continue;
  process.stderr.write(`error: ${file} is missing, and every archive has to carry it\n`);
  process.exit(1);
}
rmSync(dist, { recursive: true, force: true });
const scripts = await bundle(join(dist, 'bundle'));
const packages = bundledPackages(scripts.metafile);
const archives: string[] = [];
for (const target of targets) archives.push(await archive(target, packages));
const tarball = npmPackage(scripts, texts, notices(packages), dist);
const bill = `${product.binary}_v${product.version}.cdx.json`;
writeFileSync(join(dist, bill), billOfMaterials(packages, commitTime()));
const sums = checksums(dist, [...archives, tarball, bill]);
writeFileSync(join(dist, 'checksums.txt'), checksumFile(sums));
const manifest = krewManifest(sums);
writeFileSync(join(dist, 'plugin.yaml'), manifest);
// What a custom index of krew holds.
mkdirSync(join(dist, 'plugins'));
writeFileSync(join(dist, 'plugins', `${product.plugin}.yaml`), manifest);
rmSync(join(dist, 'staging'), { recursive: true });
say(`${tarball}, ${bill}, checksums.txt, plugin.yaml`);

/** Builds a platform's archive. @returns its file name */
async function archive(target: Target, packages: readonly BundledPackage[]): Promise<string> {
  const folder = join(dist, 'staging', nameOf(target));
  const executable = binaryName(target);
  const { signer } = await singleBinary(scripts, target, join(folder, executable));
  if (flags.signed && target.os === 'darwin' && signer === undefined)
    throw new Error(`nothing on the PATH can sign ${nameOf(target)}: install rcodesign (cargo install apple-codesign)`);
  // The package for Windows carries no licence; the file is the same for all platforms of a version.
  const { license } = await nodeFiles(generatorSpec(target, hostTarget()));
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(packages, readFileSync(license, 'utf8')));
  for (const file of texts) copyFileSync(file, join(folder, file));
  copyFileSync(new URL(completionScript, import.meta.url), join(folder, completionScript));
  const files = [executable, completionScript, ...texts, 'THIRD-PARTY-NOTICES.txt'];
  for (const [index, file] of files.entries()) chmodSync(join(folder, file), index < 2 ? 0o755 : 0o644);
  const name = archiveName(target);
  await pack(join(dist, name), folder, files, commitTime());
  if (target === hostTarget()) copyFileSync(join(folder, executable), join(dist, executable));
  const size = (statSync(join(dist, name)).size / 1e6).toFixed(1);
  const signature =
    target.os !== 'darwin'
      ? ''
      : signer === undefined
        ? ', NOT signed: no signer found'
        : `, signed ad hoc by ${signer}`;
  say(`${name} ${size} MB${signature}`);
  return name;
}
