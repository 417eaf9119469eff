import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * The libraries that only some commands need, each a script of its own beside the main one, so that nobody else's start reads it: the
 * script's name, and the file of src that exports what is used of the library. Such a file imports nothing of ours; else the script would
 * have a second copy of it.
 */
export const libraryScripts: Readonly<Record<string, string>> = {
  aws: 'src/cloud/aws/sdk.ts',
  azure: 'src/cloud/azure/sdk.ts',
  exec: 'src/kube/library/exec.ts',
  google: 'src/cloud/gcp/sdk.ts',
  kubernetes: 'src/kube/library/objects.ts',
  proxies: 'src/kube/library/proxies.ts',
};

/** Makes an import of one of these files in our own code a require() of its script. */
export const separateScripts: Plugin = {
  name: 'separate-scripts',
  setup(bundling) {
    const scripts = new Map(Object.entries(libraryScripts).map(([name, file]) => [resolve(file), `./${name}.cjs`]));
    bundling.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const script = kind === 'entry-point' ? undefined : scripts.get(resolve(resolveDir, path));
      return script === undefined ? undefined : { path: script, external: true };
    });
  },
};
