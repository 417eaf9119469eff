/** Runs kubectl and this command line as processes, for checks that compare the two. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from './command.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string>>;

/** kubectl keeps what it learned of a server; never for longer than a check. */
const cache = mkdtempSync(join(tmpdir(), 'kubectl-cache-'));
process.on('exit', () => rmSync(cache, { recursive: true, force: true }));
const plain = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(KUBE|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy)/.test(name)),
);

function run(command: string, argv: readonly string[], env: Env): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...argv], {
      env: { ...plain, KUBECACHEDIR: cache, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const seen = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...seen, code }));
  });
}

export function kubectl(argv: readonly string[], env: Env = {}): Promise<Ran> {
  return run('kubectl', argv, env);
}

export function ours(argv: readonly string[], env: Env = {}): Promise<Ran> {
  return run(binary, argv, env);
}

let [passed, failed] = [0, 0];

/** Runs one check and prints how it went. */
export async function check(name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
    passed += 1;
    process.stdout.write(`ok   ${name}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** Prints the sum and ends the process. */
export function finish(): never {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

if (!existsSync(binary)) {
  process.stdout.write(`FAIL ${binary} is missing; build it with: npm run build\n0 passed, 1 failed\n`);
  process.exit(1);
}
if (spawnSync('kubectl', ['version', '--client']).status !== 0) {
  process.stdout.write('FAIL kubectl is not on the PATH, or does not run\n0 passed, 1 failed\n');
  process.exit(1);
}
