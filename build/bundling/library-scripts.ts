import { basename, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * The libraries that only some commands need, each a script of its own beside the main one, so that nobody else's start reads it: the
 * script's name, and the library, or the file of src that exports what is used of it. Such a file imports nothing of ours; else the script
 * would have a second copy of it.
 */
export const libraryScripts: Readonly<Record<string, string>> = {
  aws: 'src/cloud/aws/sdk.ts',
  azure: 'src/cloud/azure/sdk.ts',
  exec: 'src/kube/library/exec.ts',
  google: 'src/cloud/gcp/sdk.ts',
  'js-yaml': 'js-yaml',
  kubernetes: 'src/kube/library/objects.ts',
  proxies: 'src/kube/library/proxies.ts',
};

/** Makes an import of one of these files in our own code a require() of its script, when the importing module is evaluated. */
export const separateScripts: Plugin = {
  name: 'separate-scripts',
  setup(bundling) {
    const scripts = new Map(
      Object.entries(libraryScripts).map(([name, from]) => [from === name ? name : resolve(from), `./${name}.cjs`]),
    );
    bundling.onResolve({ filter: /^\..*\.ts$|^[\w-]+$/ }, ({ path, resolveDir }) => {
      const script = scripts.get(path.startsWith('.') ? resolve(resolveDir, path) : path);
      return script === undefined ? undefined : { path: script, namespace: 'separate-script' };
    });
    bundling.onResolve({ filter: /./, namespace: 'separate-script' }, ({ path }) => ({ path, external: true }));
    bundling.onLoad({ filter: /./, namespace: 'separate-script' }, ({ path }) => ({
      contents: `module.exports = require("./${basename(path)}");`,
    }));
  },
};
