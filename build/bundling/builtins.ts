import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/** What Node loads only when it is asked for; the rest of its modules are there anyway once a program starts. */
const late = /^node:(?:child_process|crypto|readline(?:\/promises)?|tty)$/;

/**
 * Our own code imports these modules at the top, as everywhere; in the bundle each is loaded when something of it is first used. Not so what
 * talks to a cluster: the scripts that need `https` and `tls` load them first of all. A Node that is not started as the executable starts it
 * (src/core/trust/default-authorities.ts) begins then to read its root certificates on another thread, and the first connection waits until it
 * has (lib/tls.js of Node 24.21, startLoadingCertificatesOffThread).
 */
export const builtinsOnFirstUse: Plugin = {
  name: 'builtins-on-first-use',
  setup(bundling) {
    bundling.onResolve({ filter: late }, ({ path, kind, importer }) =>
      kind === 'import-statement' && /[\\/]src[\\/]/.test(importer) && !/[\\/]node_modules[\\/]/.test(importer)
        ? { path, namespace: 'on-first-use' }
        : undefined,
    );
    bundling.onLoad({ filter: /.*/, namespace: 'on-first-use' }, ({ path }) => ({
      contents: Object.keys(require(path) as object)
        .map((name) => `Object.defineProperty(exports,"${name}",{enumerable:true,get:()=>require("${path}").${name}});`)
        .join('\n'),
    }));
  },
};
