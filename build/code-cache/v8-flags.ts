import { setFlagsFromString } from 'node:v8';

/** What V8 does at moments of its own choice. */
const untimely = ['opt', 'maglev', 'sparkplug'];
/** So much that V8 collects no garbage, in MB, of which V8 decides for itself if told 0. */
const room = { 'min-semi-space-size': 64, 'initial-old-space-size': 512 };

/** What Node has to be started with to write a code cache, because V8 asks for it only then. */
export const flagsToCompile: readonly string[] = [
  '--random-seed=1',
  ...Object.entries(room).map(([flag, megabytes]) => `--${flag}=${megabytes}`),
];

/** Has V8 compile when a function is called, and at no other moment. */
export function compileOnCallsAlone(): void {
  for (const flag of untimely) setFlagsFromString(`--no-${flag}`);
}

/** Sets back all flags of which V8 asks when it reads a code cache: it takes none that was written with others. */
export function setFlagsBack(): void {
  for (const flag of untimely) setFlagsFromString(`--${flag}`);
  for (const flag of Object.keys(room)) setFlagsFromString(`--${flag}=0`);
}
