import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * The scripts that our own code is divided into, beside the main one: their names, and the file of src that is imported when one is needed.
 * What they have in common becomes scripts too. The fewer functions a script has, the sooner V8 has read its compiled form.
 */
export const ownScripts: Readonly<Record<string, string>> = {
  acting: 'src/cli/commands/acting.ts',
  'aws-account': 'src/cloud/aws/account/account.ts',
  'azure-account': 'src/cloud/azure/account/account.ts',
  'google-account': 'src/cloud/gcp/account/account.ts',
  looking: 'src/cli/commands/looking.ts',
};

const dynamicImport = /\bimport\('(\.[^']+\.ts)'\)/g;

/**
 * Keeps what else our own code imports when it needs it in the script of whoever does so, where it is still evaluated at its first use: a
 * file for each would be a hundred small scripts, of which every command would load thirty.
 */
export const fewScripts: Plugin = {
  name: 'few-scripts',
  setup(bundling) {
    const own = new Set(Object.values(ownScripts).map((file) => resolve(file)));
    bundling.onLoad({ filter: /[\\/]src[\\/].+\.ts$/ }, ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
      const contents = readFileSync(path, 'utf8').replace(dynamicImport, (whole, file: string) =>
        own.has(resolve(dirname(path), file)) ? whole : `require('${file}')`,
      );
      return { contents, loader: 'ts' };
    });
  },
};
