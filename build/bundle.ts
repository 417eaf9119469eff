/**
 * Bundles src/main.ts into dist/kubectl-atlas_pe: one executable file that runs on Node 22.19 or later. What only some commands need
 * (the AWS SDK, the Kubernetes client library) is in the file too, but evaluated only when it is imported.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/kubectl-atlas_pe',
  bundle: true,
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
chmodSync('dist/kubectl-atlas_pe', 0o755);
