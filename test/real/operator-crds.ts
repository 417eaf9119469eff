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

/** The module that has in releases/ what the tags from 2.12 on lack. */
const newest = { module: 'v2.16.0', sum: 'h1:Lpb6LPm2/QLE5pl3dnUTOTza+8/dajbcHM57IkD0t2w=' } as const;

/** Whose CRDs: of the version that stands for a generation, or of one version. */
export type CrdsOf = Generation | 'v2.8.2' | 'v2.13.2';

/**
 * One version of each generation (test/fakes/operator/operator.md), and versions between them.
 *
 * - v2.2.0 is the last of 1.5.0 to 2.2.0, and stands for v1.6.0: some module proxies hand out no version without `/v2`.
 * - The tags of 2.15 hold no CRDs; they were put into releases/ afterwards.
 */
const origins: Readonly<Record<CrdsOf, Origin>> = {
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
  'v2.15': { version: 'v2.15.1', folder: 'releases/v2.15.1/deploy/crds', ...newest },
  'v2.8.2': { version: 'v2.8.2', folder: 'releases/v2.8.2/deploy/crds', ...newest },
  'v2.13.2': { version: 'v2.13.2', folder: 'releases/v2.13.2/deploy/crds', ...newest },
};

/** The version whose CRDs stand for a generation. */
export function crdsVersion(of: CrdsOf): string {
  return origins[of].version;
}

/**
 * The folder with the CRDs of a generation or of a version, one a file. It is filled at the first call, which takes some seconds.
 * @throws Error without Go, without the module proxy, or when the module is not the one that was tried
 */
export async function operatorCrds(of: CrdsOf): Promise<string> {
  const origin = origins[of];
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
