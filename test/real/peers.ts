/** Who keeps objects as they stand in Git. */
import { spawn } from 'node:child_process';
import { fluxProgram } from './flux.ts';

/** What became of an object: the peer's own word for it, or `conflict` where it refuses to overwrite what another manager owns. */
export type Synced = 'created' | 'configured' | 'unchanged' | 'skipped' | 'serverside-applied' | 'conflict';

/** Applies one object, as Git has it. @throws Error when that fails for another reason than a conflict */
export type Sync = (kubeconfig: string, manifest: object) => Promise<Synced>;

/** Flux's kustomize-controller, for a Kustomization whose `spec.ignore` has these JSON pointers. */
export function fluxIgnoring(...paths: readonly string[]): Sync {
  return async (kubeconfig, manifest) => {
    const { stdout, stderr, code } = await fed(fluxProgram(), [kubeconfig, 'flux-system/shop', ...paths], manifest);
    if (code !== 0) throw new Error(stderr);
    const [entry] = JSON.parse(stdout) as readonly { readonly action: Synced }[];
    if (entry === undefined) throw new Error('nothing was applied');
    return entry.action;
  };
}

/** Flux's kustomize-controller. */
export const flux = fluxIgnoring();

/** `kubectl apply`, as it is or with `--server-side` and the like; Argo CD's default is as it is. */
export function apply(...options: readonly string[]): Sync {
  return async (kubeconfig, manifest) => {
    const args = ['--kubeconfig', kubeconfig, 'apply', ...options, '-f', '-'];
    const { stdout, stderr, code } = await fed('kubectl', args, manifest);
    if (/^error: Apply failed with \d+ conflict/.test(stderr)) return 'conflict';
    if (code !== 0) throw new Error(stderr);
    return stdout.trim().split(' ').at(-1) as Synced;
  };
}

/** Runs a program to its end, with an object as its input. */
export function fed(
  program: string,
  args: readonly string[],
  input?: object,
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: 'pipe' });
    const seen = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...seen, code }));
    child.stdin.end(input === undefined ? '' : JSON.stringify(input));
  });
}
