/** The real operators that the end-to-end suites run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Generation } from '../fakes/operator/generation.ts';
import { cached } from './cache.ts';
import { type GoProgram, buildGo } from './go.ts';
import type { CrdsOf } from './operator-crds.ts';

const module = 'github.com/mongodb/mongodb-atlas-kubernetes/v2';

interface Origin {
  /** Which versions it behaves like. */
  readonly generation: Generation;
  /** Whose CRDs it runs over; those of its generation when left out. */
  readonly crds?: CrdsOf;
  /** The main package's import path. */
  readonly program: string;
  /** The module's checksum as in a go.sum. */
  readonly sum: string;
  readonly ownSums?: boolean;
}

export type OperatorVersion = 'v2.2.0' | 'v2.8.2' | 'v2.11.1' | 'v2.13.2' | 'v2.15.0';

/**
 * The last or nearly last version of each generation (test/fakes/operator/operator.md), and one from the middle of the later two, with the
 * module's checksum as in a go.sum: 2.11.1 was tagged again in October 2025, so the checksum database does not know it as it is.
 *
 * - v2.2.0 is the last of 1.5.0 to 2.2.0, and stands for v1.6.0: some module proxies hand out no version without `/v2`. The reconciler of
 *   private endpoints is the same, the keys of the Secrets are those from 1.8.1 on.
 * - v2.13.2 needs a module that the checksum database does not know as it is, either.
 * - v2.15.0 stands for v2.15.1, which some module proxies do not hand out either; both have the same CRDs.
 *
 * From an empty cache on 2 cores: v2.2.0 54 s, v2.11.1 2m31s, v2.15.0 1m41s; after those v2.8.2 and v2.13.2 take some 3 minutes of both cores
 * together, for each has its own version of client-go and of the SDK.
 */
const origins: Readonly<Record<OperatorVersion, Origin>> = {
  'v2.2.0': {
    generation: 'v1.6',
    program: `${module}/cmd/manager`,
    sum: 'h1:yMnMDvnFrfbjfftjSSWKo2lOL9p+cWCX3VbwjK/SktY=',
  },
  'v2.8.2': {
    generation: 'v2.11',
    crds: 'v2.8.2',
    program: `${module}/cmd`,
    sum: 'h1:Gu15IHe4cvz+mGS8LVzh2UKCROk2BI4oa2y4F2VUxdI=',
  },
  'v2.11.1': {
    generation: 'v2.11',
    program: `${module}/cmd`,
    sum: 'h1:omr0TQiQyzkwQtEHY6RpD2nX9kMLyCI9+De55oWifRc=',
  },
  'v2.13.2': {
    generation: 'v2.15',
    crds: 'v2.13.2',
    program: `${module}/cmd`,
    sum: 'h1:zjx52UBNSxJW1zFoYdGaCwgyTIYfGq6z5mKovn8deoE=',
    ownSums: true,
  },
  'v2.15.0': {
    generation: 'v2.15',
    program: `${module}/cmd`,
    sum: 'h1:cwNc3sZNRNGoF2BUfe6K+4p7Bv0R/CXKibEbaSkta9Q=',
  },
};

export const operatorVersions = Object.keys(origins) as readonly OperatorVersion[];

/** Which versions it behaves like. */
export function generationOf(version: OperatorVersion): Generation {
  return origins[version].generation;
}

/** Whose CRDs it runs over, for `operatorCrds()` of operator-crds.ts. */
export function crdsOf(version: OperatorVersion): CrdsOf {
  const { crds, generation } = origins[version];
  return crds ?? generation;
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
  for (const version of operatorVersions) {
    const { program, sum, ownSums = false } = origins[version];
    const folder = folderOf(version);
    if (existsSync(join(folder, 'manager'))) {
      say(`nothing to do: operator ${version} is in ${folder}`);
      continue;
    }
    say(`operator ${version} → ${folder}; 1 to 3 minutes on 2 cores; Ctrl-C is safe, the next run goes on from there`);
    const build: GoProgram = { name: 'manager', module, version, package: program, sum, ownSums };
    await buildGo(build, folder, say);
  }
}
