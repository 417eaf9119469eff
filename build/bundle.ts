/**
 * Bundles src/main.ts into dist/: kubectl-atlas_pe, an executable file that runs on Node 22.19 or later, and in dist/parts what only
 * some commands need (the SDKs of AWS and Azure, the Kubernetes client library). In one file Node would have to read and parse the
 * megabytes of both clouds for `version` too; as parts they cost nothing until they are imported.
 */
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
await build({
  entryPoints: { 'kubectl-atlas_pe': 'src/main.ts' },
  outdir: 'dist',
  chunkNames: 'parts/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Some dependencies are CommonJS and call require() for node's own modules.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
  },
});
// kubectl finds a plugin by its name, which has no ending.
renameSync('dist/kubectl-atlas_pe.mjs', 'dist/kubectl-atlas_pe');
chmodSync('dist/kubectl-atlas_pe', 0o755);
