import type { Plugin } from 'esbuild';

/** Packages of which only what is used need be evaluated, though their package.json does not say so. */
const packages = /^(?:yargs|@kubernetes\/client-node)(?:\/|$)/;
const inside = /[\\/]node_modules[\\/](?:yargs|@kubernetes[\\/]client-node)[\\/](?!node_modules)/;
/** The one module of theirs that does something by being loaded. */
const active = /[\\/]client-node[\\/]dist[\\/]polyfill\.js$/;

/** Leaves the unused modules of these packages out of the bundle. Of yargs, whose help is not ours, that is all but its parser. */
export const withoutUnusedParts: Plugin = {
  name: 'without-unused-parts',
  setup(bundling) {
    bundling.onResolve({ filter: /./ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === 'resolving' || kind !== 'import-statement') return undefined;
      if (!packages.test(path) && !inside.test(importer)) return undefined;
      const found = await bundling.resolve(path, { kind, importer, resolveDir, pluginData: 'resolving' });
      return { ...found, sideEffects: active.test(found.path) };
    });
  },
};
