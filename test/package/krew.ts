import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '../../build/node-binary.ts';
import type { Target } from '../../build/targets.ts';
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

/** @param target what krew takes this machine for; what it is when left out */
export async function startKrew(target?: Target): Promise<Krew> {
  const { krew } = await krewTools();
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-krew-'));
  const root = join(folder, 'root');
  mkdirSync(join(folder, 'bin'));
  symlinkSync(krew, join(folder, 'bin', 'kubectl-krew'));
  const env = {
    KREW_ROOT: root,
    KREW_NO_UPGRADE_CHECK: '1',
    HOME: folder,
    PATH: [join(root, 'bin'), join(folder, 'bin'), process.env['PATH']].join(delimiter),
    ...(target === undefined ? {} : { KREW_OS: target.os, KREW_ARCH: target.arch }),
  };
  return {
    root,
    env,
    kubectl: (...args) => attempt('kubectl', args, { env }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
