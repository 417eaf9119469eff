import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, type Metafile, type Plugin, build, transform } from 'esbuild';
import { builtinsOnFirstUse } from './bundling/builtins.ts';
import { clientLibrary } from './bundling/client-library.ts';
import { constantKeys } from './bundling/constant-keys.ts';
import { commit } from './commit.ts';
import { libraryScripts, separateScripts } from './bundling/library-scripts.ts';
import { fewScripts, ownScripts } from './bundling/own-scripts.ts';
import { withoutUnusedParts } from './bundling/unused-parts.ts';

const MAIN = 'main.cjs';

const target = 'node22';
// A script of a single executable cannot import(), only require().
const supported = { 'dynamic-import': false };
const banner = { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' };

const settings = {
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node' as const,
  target,
  // Of packages that come in both forms the one of which unused parts can be left out: half of the AWS SDK.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none' as const,
  logLevel: 'warning' as const,
  metafile: true as const,
  plugins: [builtinsOnFirstUse, constantKeys, clientLibrary, withoutUnusedParts],
  define: {
    BUILD_COMMIT: JSON.stringify(commit()),
    'import.meta.url': 'moduleUrl',
    // Some packages print what they do if NODE_DEBUG names them. The shell's is meant for other programs (deaf-node.ts).
    'process.env.NODE_DEBUG': 'undefined',
  },
} satisfies BuildOptions & { readonly plugins: Plugin[] };

/** What a bundle is made of. */
export interface Bundle {
  /** Where its scripts are. */
  readonly folder: string;
  /** Their file names, the main one first. The others are what it requires as `./NAME`. */
  readonly scripts: readonly [main: string, ...parts: string[]];
  /** esbuild's account of every file that went into them; the notices and the bill of materials are read from it. */
  readonly metafile: Metafile;
}

/**
 * Bundles src/main.ts into CommonJS files that run on Node 22.19 or later: main.cjs, and those that only some commands need (bundling/). CommonJS,
 * because the scripts of a single executable have to be; esbuild divides only modules of ECMAScript, so that each of ours is converted after.
 */
export async function bundle(folder = 'dist/bundle'): Promise<Bundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [libraries, own] = await Promise.all([
    build({ ...settings, entryPoints: libraryScripts, outdir: folder, banner, format: 'cjs', supported }),
    bundleOwnCode(folder),
  ]);
  refuseTwoBytes(join(folder, MAIN));
  const scripts = readdirSync(folder).filter((name) => name !== MAIN);
  return { folder, scripts: [MAIN, ...scripts.toSorted()], metafile: joined(libraries.metafile, own) };
}

/** Bundles all that is no library's. @returns esbuild's account of it */
export async function bundleOwnCode(folder: string): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    ...settings,
    entryPoints: { main: 'src/main.ts', ...ownScripts },
    outdir: folder,
    chunkNames: 'part-[hash]',
    write: false,
    splitting: true,
    format: 'esm',
    plugins: [separateScripts, fewScripts, ...settings.plugins],
  });
  const converted = outputFiles.map(async ({ path, text }) =>
    writeFile(join(folder, basename(path)), await asCommonJs(text)),
  );
  await Promise.all(converted);
  return metafile;
}

function joined(one: Metafile, other: Metafile): Metafile {
  return { inputs: { ...one.inputs, ...other.inputs }, outputs: { ...one.outputs, ...other.outputs } };
}

/** A module as a script that loads others by require(). */
async function asCommonJs(module: string): Promise<string> {
  const { code } = await transform(module, {
    platform: 'node',
    target,
    format: 'cjs',
    minify: true,
    supported,
  });
  return code.includes('moduleUrl') ? `${banner.js}${code}` : code;
}

/** @throws Error for a script that is not pure ASCII: V8 would keep all of it in two bytes a character */
function refuseTwoBytes(file: string): void {
  const at = readFileSync(file).findIndex((byte) => byte > 0x7f);
  if (at >= 0) throw new Error(`${file} is not pure ASCII, at byte ${at}`);
}
