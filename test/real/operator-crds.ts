/** The operator's own CRDs of each generation, out of its Go module: 1 MB of generated YAML that this repository does not copy. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Generation } from '../fakes/operator/generation.ts';
import { cached } from './cache.ts';
import { downloadModule } from './go.ts';

interface Origin {
  /** The operator's version that the CRDs are of. */
  readonly version: string;
  /** The version of the module that holds them. */
  readonly module: string;
  readonly folder: string;
  /** The module's checksum as in a go.sum. */
  readonly sum: string;
}

const module = 'github.com/mongodb/mongodb-atlas-kubernetes/v2';

/**
 * One version of each generation (test/fakes/operator/operator.md).
 *
 * - v2.2.0 is the last of 1.5.0 to 2.2.0, and stands for v1.6.0: some module proxies hand out no version without `/v2`.
 * - The tags of 2.15 hold no CRDs; they were put into releases/ afterwards.
 */
const origins: Readonly<Record<Generation, Origin>> = {
  'v1.6': {
    version: 'v2.2.0',
    module: 'v2.2.0',
    folder: 'config/crd/bases',
    sum: 'h1:yMnMDvnFrfbjfftjSSWKo2lOL9p+cWCX3VbwjK/SktY=',
  },
  'v2.11': {
    version: 'v2.11.1',
    module: 'v2.11.1',
    folder: 'config/crd/bases',
    sum: 'h1:omr0TQiQyzkwQtEHY6RpD2nX9kMLyCI9+De55oWifRc=',
  },
  'v2.15': {
    version: 'v2.15.1',
    module: 'v2.16.0',
    folder: 'releases/v2.15.1/deploy/crds',
    sum: 'h1:Lpb6LPm2/QLE5pl3dnUTOTza+8/dajbcHM57IkD0t2w=',
  },
};

/** The version whose CRDs stand for a generation. */
export function crdsVersion(generation: Generation): string {
  return origins[generation].version;
}

/**
 * The folder with the CRDs of a generation, one a file. It is filled at the first call, which takes some seconds.
 * @throws Error without Go, without the module proxy, or when the module is not the one that was tried
 */
export async function operatorCrds(generation: Generation): Promise<string> {
  const origin = origins[generation];
  const target = cached('crds', origin.version);
  if (existsSync(target)) return target;
  // Version 2.11.1 was tagged again in October 2025, so the checksum database does not know it as it is: it is compared here instead.
  const { folder, sum } = await downloadModule(module, origin.module, { unlisted: true });
  if (sum !== origin.sum) throw new Error(`${module}@${origin.module} is ${sum}, but ${origin.sum} is what was tried`);
  const half = `${target}.half-${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    for (const name of readdirSync(join(folder, origin.folder)).filter((name) => name.endsWith('.yaml')))
      if (name !== 'kustomization.yaml') cpSync(join(folder, origin.folder, name), join(half, name));
    rmSync(target, { recursive: true, force: true });
    renameSync(half, target);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return target;
}
