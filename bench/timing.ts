import { spawn } from 'node:child_process';

/** What one run of a command took. */
export interface Cost {
  /** Milliseconds from start to exit. */
  readonly ms: number;
  /** Milliseconds of processor time, of all its processes. */
  readonly cpuMs: number;
  /** The most memory that one of its processes had, in MiB. */
  readonly memory: number;
}

/** Runs a command and prints what wait4(2) says of it, which Node does not show for a child. */
const counting = `import os, sys, time
started = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
ms = (time.perf_counter() - started) * 1000
os.write(3, f"{ms} {(used.ru_utime + used.ru_stime) * 1000} {used.ru_maxrss / 1024}".encode())
sys.exit(os.waitstatus_to_exitcode(status))`;

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Milliseconds that a command takes, from start to exit. @throws Error when it fails */
export async function timeOf(command: string, env: Env): Promise<number> {
  return (await runOf('sh', ['-c', shellLine(command)], command, env)).ms;
}

/** What a command takes; python3 counts it. @throws Error when it fails */
export async function costOf(command: string, env: Env): Promise<Cost> {
  const { counted } = await runOf('python3', ['-c', counting, 'sh', '-c', shellLine(command)], command, env);
  const [ms = Number.NaN, cpuMs = Number.NaN, memory = Number.NaN] = counted.split(' ').map(Number);
  return { ms, cpuMs, memory };
}

/** What a command prints. @throws Error when it fails */
export async function outputOf(command: string, env: Env): Promise<Said> {
  return (await runOf('sh', ['-c', shellLine(command)], command, env)).said;
}

/** exec: the shell is replaced by a single command, and costs a pipeline nothing but its own start. */
function shellLine(command: string): string {
  return command.includes('|') ? command : `exec ${command}`;
}

function runOf(
  program: string,
  args: readonly string[],
  command: string,
  env: Env,
): Promise<{ readonly ms: number; readonly counted: string; readonly said: Said }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '', counted: '' };
    child.stdout?.on('data', (data: Buffer) => (said.stdout += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (said.stderr += data.toString()));
    child.stdio[3]?.on('data', (data: Buffer) => (said.counted += data.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve({ ms: performance.now() - started, counted: said.counted, said })
        : reject(new Error(`${command}: ${said.stderr.slice(-2000)}${said.stdout.slice(-4000)}`)),
    );
  });
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
