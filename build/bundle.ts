import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Metafile, build } from 'esbuild';
import { builtinsOnFirstUse } from './bundling/builtins.ts';
import { clientLibrary } from './bundling/client-library.ts';
import { constantKeys } from './bundling/constant-keys.ts';
import { commit } from './commit.ts';
import { libraryScripts, separateScripts } from './bundling/library-scripts.ts';
import { withoutUnusedParts } from './bundling/unused-parts.ts';

/** What a bundle is made of. */
export interface Bundle {
  /** Where its scripts are. */
  readonly folder: string;
  /** Their file names, the main one first. The others are what it requires as `./NAME`. */
  readonly scripts: readonly [main: string, ...libraries: string[]];
  /** esbuild's account of every file that went into them; the notices and the bill of materials are read from it. */
  readonly metafile: Metafile;
}

/**
 * Bundles src/main.ts into CommonJS files that run on Node 22.19 or later: main.cjs, and one for each library that only some commands need
 * (library-scripts.ts). CommonJS, because the scripts of a single executable have to be.
 */
export async function bundle(folder = 'dist/bundle'): Promise<Bundle> {
  mkdirSync('dist', { recursive: true });
  const { metafile } = await build({
    entryPoints: { main: 'src/main.ts', ...libraryScripts },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // Of packages that come in both forms the one of which unused parts can be left out: half of the AWS SDK.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    plugins: [separateScripts, builtinsOnFirstUse, constantKeys, clientLibrary, withoutUnusedParts],
    define: {
      BUILD_COMMIT: JSON.stringify(commit()),
      'import.meta.url': 'moduleUrl',
      // Some packages print what they do if NODE_DEBUG names them. The shell's is meant for other programs (deaf-node.ts).
      'process.env.NODE_DEBUG': 'undefined',
    },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    // A script of a single executable cannot import(), only require().
    supported: { 'dynamic-import': false },
  });
  const scripts = ['main.cjs', ...Object.keys(libraryScripts).map((name) => `${name}.cjs`)] as const;
  refuseTwoBytes(join(folder, scripts[0]));
  return { folder, scripts, metafile };
}

/** @throws Error for a script that is not pure ASCII: V8 would keep all of it in two bytes a character */
function refuseTwoBytes(file: string): void {
  const at = readFileSync(file).findIndex((byte) => byte > 0x7f);
  if (at >= 0) throw new Error(`${file} is not pure ASCII, at byte ${at}`);
}
