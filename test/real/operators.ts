import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Generation } from '../fakes/operator/operator.ts';

const module = 'github.com/mongodb/mongodb-atlas-kubernetes/v2';

/** A released version of the MongoDB Atlas Kubernetes Operator that is built from its Go module. */
export interface OperatorVersion {
  readonly version: string;
  /** What it stands for: the versions that reconcile serverless private endpoints alike (test/fakes/operator/operator.md). */
  readonly generation: Generation;
  /** The main package. */
  readonly program: string;
  /** Where the CRDs are: the module, its version, and a folder in it. */
  readonly crds: { readonly version: string; readonly folder: string };
}

/**
 * One version of each generation.
 *
 * - v2.2.0 is the last of 1.5.0 to 2.2.0. It stands for v1.6.0, which the Go module proxy does not hand out (403, as v1.9.0 and v2.0.0):
 *   the reconciler of private endpoints is the same, the keys of the Secrets are those from 1.8.1 on.
 * - v2.15.0 stands for v2.15.1, which is not handed out either. Its tag was set before its CRDs were put into the repository; they are in
 *   the next version's module.
 */
export const operators = {
  'v2.2.0': {
    version: 'v2.2.0',
    generation: 'v1.6',
    program: `${module}/cmd/manager`,
    crds: { version: 'v2.2.0', folder: 'config/crd/bases' },
  },
  'v2.11.1': {
    version: 'v2.11.1',
    generation: 'v2.11',
    program: `${module}/cmd`,
    crds: { version: 'v2.11.1', folder: 'config/crd/bases' },
  },
  'v2.15.0': {
    version: 'v2.15.0',
    generation: 'v2.15',
    program: `${module}/cmd`,
    crds: { version: 'v2.16.0', folder: 'releases/v2.15.0/deploy/crds' },
  },
} as const satisfies Record<string, OperatorVersion>;

export type BuiltOperator = keyof typeof operators;

export const operatorModule = module;

/**
 * The modules' checksums, as in a go.sum. v2.11.1 was tagged again in October 2025, so the checksum database may know nothing of it or
 * something else; what is built and run here is checked all the same.
 */
export const operatorSums: Readonly<Record<string, string>> = {
  'v2.2.0': 'h1:yMnMDvnFrfbjfftjSSWKo2lOL9p+cWCX3VbwjK/SktY=',
  'v2.11.1': 'h1:omr0TQiQyzkwQtEHY6RpD2nX9kMLyCI9+De55oWifRc=',
  'v2.15.0': 'h1:cwNc3sZNRNGoF2BUfe6K+4p7Bv0R/CXKibEbaSkta9Q=',
  'v2.16.0': 'h1:Lpb6LPm2/QLE5pl3dnUTOTza+8/dajbcHM57IkD0t2w=',
};

/** Where `npm run operators` puts one version: `manager`, the program, and `crds/`. Outside of the repository, so that it outlives a clone. */
export function operatorFolder(version: BuiltOperator): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'kubectl-atlas-pe', 'operators', version);
}

/**
 * A built operator.
 * @throws Error when it has not been built: a test that needs it fails, it never skips
 */
export function builtOperator(version: BuiltOperator): {
  readonly manager: string;
  readonly crds: string;
} {
  const folder = operatorFolder(version);
  const built = { manager: join(folder, 'manager'), crds: join(folder, 'crds') };
  if (!Object.values(built).every((path) => existsSync(path))) {
    throw new Error(`the operator ${version} is not in ${folder}; build it with: npm run operators`);
  }
  return built;
}
