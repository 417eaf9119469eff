import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { OnLoadArgs, Plugin } from 'esbuild';

/**
 * The scripts that our own code is divided into, beside the main one: their names, and the file of src that is imported when one is needed.
 * What they have in common becomes scripts too. The fewer functions a script has, the sooner V8 has read its compiled form.
 */
export const ownScripts: Readonly<Record<string, string>> = {
  acting: 'src/cli/commands/acting.ts',
  'aws-account': 'src/cloud/aws/account/account.ts',
  'azure-account': 'src/cloud/azure/account/account.ts',
  complete: 'src/cli/commands/completion/complete.ts',
  'google-account': 'src/cloud/gcp/account/account.ts',
  'missing-source': 'src/cli/commands/completion/missing-source.ts',
  operator: 'src/cli/commands/version/operator.ts',
  secret: 'src/cli/commands/secret/secret.ts',
  status: 'src/cli/commands/status/status.ts',
};

const dynamicImport = /\bimport\('((?!node:)[^']+)'\)/g;
const packagePrefix = 'package:';

/**
 * Keeps what else our own code imports when it needs it in the script of whoever does so, where it is still evaluated at its first use: a
 * file for each would be a hundred small scripts, of which every command would load thirty.
 *
 * A package is required through a module of ECMAScript that exports the same: of a CommonJS package require() has no default export, and an
 * import() that esbuild divides has nothing else.
 */
export const fewScripts: Plugin = {
  name: 'few-scripts',
  setup(bundling) {
    const own = new Set(Object.values(ownScripts).map((file) => resolve(file)));
    bundling.onLoad({ filter: /[\\/]src[\\/].+\.ts$/ }, ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
      const contents = readFileSync(path, 'utf8').replace(dynamicImport, (whole, from: string) => {
        if (!from.startsWith('.')) return `require('${packagePrefix}${from}')`;
        return own.has(resolve(dirname(path), from)) ? whole : `require('${from}')`;
      });
      return { contents, loader: 'ts' };
    });
    bundling.onResolve({ filter: new RegExp(`^${packagePrefix}`) }, ({ path, resolveDir }) => ({
      path: path.slice(packagePrefix.length),
      namespace: 'whole-package',
      pluginData: resolveDir,
    }));
    bundling.onLoad({ filter: /./, namespace: 'whole-package' }, ({ path, pluginData }: OnLoadArgs) => ({
      contents: `export * from '${path}'; export { default } from '${path}';`,
      resolveDir: String(pluginData),
    }));
  },
};
