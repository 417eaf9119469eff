import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Bundle } from './bundle.ts';
import { packsOf } from './code-cache/scripts.ts';
import { flagsToCompile } from './code-cache/v8-flags.ts';
import { nodeVariables } from './deaf-node.ts';
import { nodeFiles, slim } from './node-binary.ts';
import { signAdHoc } from './sign-macho.ts';
import { type Target, hostTarget, nameOf, pkgNames } from './targets.ts';

/**
 * Starts Node as if none of its variables were set. With a compile cache (NODE_COMPILE_CACHE), for one, V8 compiles other functions at the
 * second build, and the executable differs.
 */
async function runNode(node: string, args: readonly string[], home: string): Promise<void> {
  const env = { ...process.env, HOME: home, USERPROFILE: home };
  for (const name of nodeVariables) Reflect.deleteProperty(env, name);
  await promisify(execFile)(node, args, { env });
}

/** What one run of sea.ts has to do. */
export interface SeaOrder {
  readonly output: string;
  readonly platform: 'linux' | 'macos' | 'win';
  readonly arch: 'x64' | 'arm64';
  readonly version: string;
  /** What the executable carries beside its main script: files by the name under which that finds them. */
  readonly assets: Readonly<Record<string, string>>;
}

/** A built binary. */
export interface Binary {
  readonly file: string;
  /** For macOS, who signed it; undefined when nobody did. */
  readonly signer?: string | undefined;
}

export const specOf = ({ node }: Target): string => `${node.package}@${node.version}`;

/**
 * The Node that has to write a target's blob: one that runs here, of the very version that will read it (Node changes the form of
 * the blob between patch releases).
 */
export const generatorSpec = (target: Target, host: Target): string => `${host.node.package}@${target.node.version}`;

/**
 * Makes one executable of a bundle and Node. On the build's own platform the bundle's compiled form (V8's code cache) goes in too;
 * for another platform V8 would refuse it.
 * @param codeCache whether it does; a benchmark leaves it out
 */
export async function singleBinary(
  bundle: Bundle,
  target: Target,
  output: string,
  codeCache = target === hostTarget(),
): Promise<Binary> {
  const host = hostTarget();
  const base = slim((await nodeFiles(specOf(target))).binary);
  const generator = (await nodeFiles(generatorSpec(target, host))).binary;
  const { platform, arch, dist } = pkgNames(target);
  const home = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-build-'));
  try {
    placeNode(home, base, `node-v${target.node.version}-${dist}`, platform === 'win');
    // A signer takes a file's name for the identifier in the signature.
    const draft = join(home, basename(output));
    const assets = await writeAssets(bundle, join(home, 'assets'), codeCache ? generator : undefined);
    const order: SeaOrder = { output: draft, platform, arch, version: target.node.version, assets };
    const words = ['--disable-warning=ExperimentalWarning', 'build/sea.ts', JSON.stringify(order)];
    await runNode(generator, words, home).catch((error: unknown) => {
      throw new Error(`pkg could not make the binary for ${nameOf(target)}`, { cause: error });
    });
    const signer = target.os === 'darwin' ? await signAdHoc(draft) : undefined;
    mkdirSync(dirname(output), { recursive: true });
    rmSync(output, { force: true });
    copyFileSync(draft, output);
    return { file: output, signer };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Writes the scripts of a bundle as the executable keeps them, and V8's compiled form of each.
 * @param node compiles them; without one the compiled forms are empty
 * @returns the files by name
 */
async function writeAssets(bundle: Bundle, folder: string, node: string | undefined): Promise<SeaOrder['assets']> {
  mkdirSync(folder);
  const files = new Map<string, string>();
  const packs = packsOf(bundle);
  for (const [name, source] of packs) {
    for (const [asset, content] of [
      [name, source],
      [`${name}.cache`, ''],
    ] as const) {
      files.set(asset, join(folder, asset));
      writeFileSync(join(folder, asset), content);
    }
  }
  const write = [...flagsToCompile, '--disable-warning=ExperimentalWarning', 'build/code-cache/write.ts'];
  if (node !== undefined) await runNode(node, [...write, JSON.stringify([...packs.keys()]), folder], dirname(folder));
  return Object.fromEntries(files);
}

/**
 * Lays Node where pkg looks before it downloads: `~/.pkg-cache/sea`, an archive with an empty `.ok` beside it, and the same for
 * what is unpacked (@yao-pkg/pkg 6.23.0 lib-es5/sea.js getNodejsExecutable, extract). The home is a temporary one.
 */
function placeNode(home: string, binary: string, name: string, windows: boolean): void {
  const folder = join(home, '.pkg-cache', 'sea');
  const archive = join(folder, `${name}.${windows ? 'zip' : 'tar.gz'}`);
  const place = windows ? join(folder, `${name}.exe`) : join(folder, name, 'bin', 'node');
  mkdirSync(dirname(place), { recursive: true });
  copyFileSync(binary, place);
  for (const mark of [archive, `${archive}.ok`, `${place}.ok`]) writeFileSync(mark, '');
}
