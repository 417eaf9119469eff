import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** The classes for bodies that CustomObjectsApi sends: for the rest of Kubernetes' 700 kinds V8 would need 30 ms. */
const models = new Set(['V1DeleteOptions', 'V1Preconditions']);

/** A line of the serializer that names a class: where it is imported, exported, or looked up. */
const modelLine =
  /^(?:export \* from '\.\.\/models\/(\w+)\.js';|import \{ (\w+) \} from '\.\.\/models\/\w+\.js';| {4}"(\w+)": \w+,)$/;

/**
 * What the bundle takes of @kubernetes/client-node: of the kinds of Kubernetes those that are sent, and no undici, since the library sends by
 * our transport.
 * @throws Error if the serializer is written in another way than this was made for
 */
export const clientLibrary: Plugin = {
  name: 'client-library',
  setup(bundling) {
    bundling.onResolve({ filter: /^undici$/ }, ({ importer }) =>
      /[\\/]@kubernetes[\\/]client-node[\\/]/.test(importer)
        ? { path: fileURLToPath(new URL('no-undici.ts', import.meta.url)) }
        : undefined,
    );
    bundling.onLoad(
      { filter: /[\\/]client-node[\\/]dist[\\/]gen[\\/]models[\\/]ObjectSerializer\.js$/ },
      ({ path }) => {
        const lines = readFileSync(path, 'utf8').split('\n');
        const kept = lines.filter((line) => {
          const [, exported, imported, mapped] = modelLine.exec(line) ?? [];
          const model = exported ?? imported ?? mapped;
          return model === undefined || models.has(model);
        });
        if (
          lines.length - kept.length < 3 * 600 ||
          [...models].some((model) => !kept.includes(`    "${model}": ${model},`))
        )
          throw new Error(`${path} is not what build/bundling/client-library.ts was made for`);
        return { contents: kept.join('\n') };
      },
    );
  },
};
