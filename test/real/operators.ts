/** The real operators that the end-to-end suites run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Generation } from '../fakes/operator/generation.ts';
import { cached } from './cache.ts';
import { type GoProgram, buildGo } from './go.ts';

const module = 'github.com/mongodb/mongodb-atlas-kubernetes/v2';

/**
 * One version of each generation (test/fakes/operator/operator.md), with the module's checksum as in a go.sum: 2.11.1 was tagged again in
 * October 2025, so the checksum database does not know it as it is.
 *
 * - v2.2.0 is the last of 1.5.0 to 2.2.0, and stands for v1.6.0: some module proxies hand out no version without `/v2`. The reconciler of
 *   private endpoints is the same, the keys of the Secrets are those from 1.8.1 on.
 * - v2.15.0 stands for v2.15.1, which some module proxies do not hand out either; both have the same CRDs.
 */
const origins = {
  'v2.2.0': {
    generation: 'v1.6',
    program: `${module}/cmd/manager`,
    sum: 'h1:yMnMDvnFrfbjfftjSSWKo2lOL9p+cWCX3VbwjK/SktY=',
  },
  'v2.11.1': {
    generation: 'v2.11',
    program: `${module}/cmd`,
    sum: 'h1:omr0TQiQyzkwQtEHY6RpD2nX9kMLyCI9+De55oWifRc=',
  },
  'v2.15.0': {
    generation: 'v2.15',
    program: `${module}/cmd`,
    sum: 'h1:cwNc3sZNRNGoF2BUfe6K+4p7Bv0R/CXKibEbaSkta9Q=',
  },
} as const satisfies Record<
  string,
  { readonly generation: Generation; readonly program: string; readonly sum: string }
>;

export type OperatorVersion = keyof typeof origins;

/** Which versions it behaves like; `operatorCrds()` of operator-crds.ts has its CRDs. */
export function generationOf(version: OperatorVersion): Generation {
  return origins[version].generation;
}

function folderOf(version: OperatorVersion): string {
  return cached('operators', version);
}

/**
 * The built operator.
 * @throws Error naming `npm run operators` when it is not there
 */
export function operatorProgram(version: OperatorVersion): string {
  const program = join(folderOf(version), 'manager');
  if (!existsSync(program))
    throw new Error(`there is no operator ${version} in ${folderOf(version)}; run: npm run operators`);
  return program;
}

/**
 * Builds every version that is not in the cache, one after another.
 * @param say is told what happens, in whole lines
 * @throws Error when one cannot be built
 */
export async function getOperators(say: (line: string) => void): Promise<void> {
  for (const [version, { program, sum }] of Object.entries(origins)) {
    const folder = folderOf(version as OperatorVersion);
    if (existsSync(join(folder, 'manager'))) {
      say(`nothing to do: operator ${version} is in ${folder}`);
      continue;
    }
    say(`operator ${version} → ${folder}; about 2 minutes on 2 cores; Ctrl-C is safe, the next run goes on from there`);
    const build: GoProgram = { name: 'manager', module, version, package: program, sum };
    await buildGo(build, folder, say);
  }
}
