import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * The AWS SDK describes each shape of a service in an object whose keys are constants: `{ [_xN]: "vpcId" }`. Such a key could be computed with a
 * side effect, so esbuild keeps all of EC2's 3,400 shapes; written as the strings that they are, 19 of 20 are left out.
 */
export const constantKeys: Plugin = {
  name: 'constant-keys',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/]@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const constants = new Map(
        [...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      return {
        contents: source.replace(/\[(_\w+)\]: /g, (key, name: string) =>
          constants.has(name) ? `${constants.get(name)}: ` : key,
        ),
      };
    });
  },
};
