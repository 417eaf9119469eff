import { mkdirSync } from 'node:fs';
import { type Metafile, build } from 'esbuild';
import { commit } from './commit.ts';

/** What a bundle is made of. */
export interface Bundle {
  readonly file: string;
  /** esbuild's account of every file that went into it; the notices and the bill of materials are read from it. */
  readonly metafile: Metafile;
}

/**
 * Bundles src/main.ts into one CommonJS file that runs on Node 22.19 or later. CommonJS, because the main script of a single
 * executable has to be (nodejs.org/docs/latest-v24.x/api/single-executable-applications.html). What only some commands need (the
 * AWS SDK, the Kubernetes client library) is in the file too, but evaluated only when it is imported.
 */
export async function bundle(file = 'dist/bundle/main.cjs'): Promise<Bundle> {
  mkdirSync('dist', { recursive: true });
  const { metafile } = await build({
    entryPoints: ['src/main.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    define: { BUILD_COMMIT: JSON.stringify(commit()), 'import.meta.url': 'moduleUrl' },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    // With a code cache a single executable cannot import(), only require().
    supported: { 'dynamic-import': false },
  });
  return { file, metafile };
}
