import { spawn } from 'node:child_process';

/** Milliseconds that a command takes, from start to exit. @throws Error when it fails */
export function timeOf(command: string, env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    // exec: the shell is replaced by a single command, and costs a pipeline nothing but its own start.
    const child = spawn('sh', ['-c', command.includes('|') ? command : `exec ${command}`], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stdout.resume();
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('close', (code) =>
      code === 0 ? resolve(performance.now() - started) : reject(new Error(`${command}: ${stderr}`)),
    );
  });
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
