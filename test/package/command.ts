import { spawn } from 'node:child_process';

/** What came of a command. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** A real part that this machine does not have. With CI=true that is a failure; elsewhere the check is shown as not run. */
export class MissingPart extends Error {}

/** Runs a program to its end, whatever its exit code. @throws MissingPart when it is not on the PATH */
export function attempt(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new MissingPart(`${program} is not installed`) : error),
    );
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs a program that has to succeed. @throws Error with all it printed when it does not */
export async function succeed(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const ended = await attempt(program, args, options);
  if (ended.code !== 0)
    throw new Error(`${program} ${args.join(' ')}: exit code ${ended.code}\n${ended.stdout}${ended.stderr}`);
  return ended;
}
