/**
 * Makes one executable with pkg's SEA mode. It is a process of its own, because pkg lets the Node that runs it write the blob, and
 * this has to be the very version that reads it. Its one argument is a SeaOrder as JSON.
 */
import childProcess from 'node:child_process';
import { promisify } from 'node:util';
import type { SeaOrder } from './single-binary.ts';

/**
 * V8 mixes a random seed into a code cache; with a fixed one the same sources give the same bytes. pkg has no way to hand the flag
 * on to the Node that writes the blob, so it is put in front of that one call. (V8 leaves the seed out when it compares the flags
 * of a cache with its own: src/flags/flags.cc, ComputeFlagListHash.)
 */
const run = promisify(childProcess.execFile);
const seeded = (program: string, args: readonly string[]): Promise<unknown> =>
  run(program, args[0] === '--experimental-sea-config' ? ['--random-seed=1', ...args] : args);
childProcess.execFile = Object.assign(() => {}, {
  [promisify.custom]: seeded,
}) as unknown as typeof childProcess.execFile;

const { default: pkg } = await import('@yao-pkg/pkg/lib-es5/sea.js');
const { entry, output, platform, arch, version, codeCache } = JSON.parse(process.argv[2] ?? '') as SeaOrder;
// pkg's command line has no switch for the code cache in its mode for one bundled file; its function has.
await pkg.default(entry, {
  targets: [{ platform, arch, nodeRange: `node${version}`, output }],
  signature: false,
  seaConfig: { disableExperimentalSEAWarning: true, useSnapshot: false, useCodeCache: codeCache },
});
