import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '../../build/node-binary.ts';
import type { Target } from '../../build/targets.ts';
import { product } from '../../krew/product.ts';
import { type Ended, attempt, succeed } from './command.ts';

/** The newest version that the Go module proxy hands out. */
const KREW = 'v0.4.4';

/** krew and validate-krew-manifest, built from their sources once and kept. @throws MissingPart without Go */
export async function krewTools(): Promise<{ readonly krew: string; readonly validate: string }> {
  const folder = join(cacheFolder, 'krew', KREW);
  const tools = { krew: join(folder, 'krew'), validate: join(folder, 'validate-krew-manifest') };
  if (Object.values(tools).every((tool) => existsSync(tool))) return tools;
  mkdirSync(folder, { recursive: true });
  const packages = ['krew', 'validate-krew-manifest'].map((name) => `sigs.k8s.io/krew/cmd/${name}@${KREW}`);
  await succeed('go', ['install', ...packages], { env: { GOBIN: folder, GOFLAGS: '-buildvcs=false' } });
  return tools;
}

/** A person's krew, with a KREW_ROOT of its own that ends with `close`. */
export interface Krew {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs `kubectl …` with krew and what it has installed on the PATH. */
  kubectl(...args: readonly string[]): Promise<Ended>;
  close(): void;
}

/** Makes a folder the git repository of an index that holds this manifest of the plugin, or no plugin at all. */
export async function makeIndex(folder: string, manifest?: string): Promise<void> {
  mkdirSync(join(folder, 'plugins'), { recursive: true });
  writeFileSync(join(folder, 'plugins', manifest === undefined ? '.keep' : `${product.plugin}.yaml`), manifest ?? '');
  const author = ['-c', 'user.name=index', '-c', 'user.email=index@example.com'];
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...author, 'commit', '-q', '-m', 'The index'],
  ])
    await succeed('git', args, { cwd: folder });
}

/** @param target what krew takes this machine for; what it is when left out */
export async function startKrew(target?: Target): Promise<Krew> {
  const { krew } = await krewTools();
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-krew-'));
  const [root, index] = [join(folder, 'root'), join(folder, 'index')];
  await makeIndex(index);
  mkdirSync(join(folder, 'bin'));
  symlinkSync(krew, join(folder, 'bin', 'kubectl-krew'));
  const env = {
    KREW_ROOT: root,
    KREW_NO_UPGRADE_CHECK: '1',
    // krew wants its own index to be there, whichever a plugin comes from.
    KREW_DEFAULT_INDEX_URI: index,
    HOME: folder,
    PATH: [join(root, 'bin'), join(folder, 'bin'), process.env['PATH']].join(delimiter),
    ...(target === undefined ? {} : { KREW_OS: target.os, KREW_ARCH: target.arch }),
  };
  await succeed('kubectl', ['krew', 'update'], { env });
  return {
    root,
    env,
    kubectl: (...args) => attempt('kubectl', args, { env }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
