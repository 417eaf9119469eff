/**
 * Makes one executable with pkg's SEA mode. It is a process of its own, because pkg lets the Node that runs it write the blob, and
 * this has to be the very version that reads it. Its one argument is a SeaOrder as JSON.
 */
import { fileURLToPath } from 'node:url';
import pkg from '@yao-pkg/pkg/lib-es5/sea.js';
import type { SeaOrder } from './single-binary.ts';

const { output, platform, arch, version, assets } = JSON.parse(process.argv[2] ?? '') as SeaOrder;
// pkg's command line has no switch for assets in its mode for one bundled file; its function hands them on to Node.
// The flag is what src/core/trust/default-authorities.ts is for. Node reads it from the executable since 24.6; pkg hands it on, as it does assets.
const execArgv = ['--use-openssl-ca'];
const seaConfig = { disableExperimentalSEAWarning: true, useSnapshot: false, useCodeCache: false, execArgv, assets };
await pkg.default(fileURLToPath(new URL('load-scripts.cjs', import.meta.url)), {
  targets: [{ platform, arch, nodeRange: `node${version}`, output }],
  signature: false,
  seaConfig,
});
