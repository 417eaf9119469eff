/** Flux's own server-side apply, as a program: test/flux. Its versions are those of kustomize-controller v1.9.0. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { buildOwn } from './go.ts';

const source = join(import.meta.dirname, '..', 'flux');
const name = 'flux-sync';

/** Where the build of exactly this source belongs. */
function folder(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(source).toSorted()) hash.update(`${file}\0`).update(readFileSync(join(source, file)));
  return cached('flux', hash.digest('hex').slice(0, 16));
}

/**
 * The built program.
 * @throws Error naming `npm run flux` when it is not there
 */
export function fluxProgram(): string {
  const program = join(folder(), name);
  if (!existsSync(program)) throw new Error(`there is no ${name} in ${folder()}; run: npm run flux`);
  return program;
}

/**
 * Builds it, unless the cache has it.
 * @param say is told what happens, in whole lines
 * @throws Error when it cannot be built
 */
export async function getFlux(say: (line: string) => void): Promise<void> {
  const place = folder();
  if (existsSync(join(place, name))) {
    say(`nothing to do: ${name} is in ${place}`);
    return;
  }
  say(`${name} → ${place}; 1 to 3 minutes on 2 cores; Ctrl-C is safe, the next run goes on from there`);
  await buildOwn(name, source, place, say);
}
