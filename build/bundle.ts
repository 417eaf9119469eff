import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Metafile, type Plugin, build } from 'esbuild';
import { commit } from './commit.ts';

/** What a bundle is made of. */
export interface Bundle {
  readonly file: string;
  /** esbuild's account of every file that went into it; the notices and the bill of materials are read from it. */
  readonly metafile: Metafile;
}

/**
 * yargs lays out help with cliui and string-width, which make two Intl.Segmenters as soon as they are loaded: 25 ms of each start. Our help
 * is our own (src/cli/help.ts), so what yargs gets here lays nothing out. Others that use the same packages get the real ones.
 */
const noLayout: Plugin = {
  name: 'no-layout',
  setup(bundling) {
    bundling.onResolve({ filter: /^(cliui|string-width)$/ }, ({ importer }) =>
      /[\\/]yargs[\\/]/.test(importer) ? { path: fileURLToPath(new URL('no-layout.ts', import.meta.url)) } : undefined,
    );
  },
};

/** The Kubernetes client library sends by our transport, so the bundle leaves out what it would send by itself. */
const noUndici: Plugin = {
  name: 'no-undici',
  setup(bundling) {
    bundling.onResolve({ filter: /^undici$/ }, ({ importer }) =>
      /[\\/]@kubernetes[\\/]client-node[\\/]/.test(importer)
        ? { path: fileURLToPath(new URL('no-undici.ts', import.meta.url)) }
        : undefined,
    );
  },
};

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
    plugins: [noLayout, noUndici],
    define: {
      BUILD_COMMIT: JSON.stringify(commit()),
      'import.meta.url': 'moduleUrl',
      // Some packages print what they do if NODE_DEBUG names them. The shell's is meant for other programs (deaf-node.ts).
      'process.env.NODE_DEBUG': 'undefined',
    },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    // With a code cache a single executable cannot import(), only require().
    supported: { 'dynamic-import': false },
  });
  return { file, metafile };
}
