import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What `npm run build` makes. */
export const binary = new URL('../../dist/kubectl-atlas_pe', import.meta.url).pathname;

/** What a person sees of one command, run to its end or killed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ends the command as soon as its stderr matches. */
export interface Kill {
  readonly at: RegExp;
  readonly signal: NodeJS.Signals;
}

/**
 * Runs the built command line as a process of its own.
 * @param commandLine without `kubectl atlas-pe`, or its words
 */
export function command(
  commandLine: string | readonly string[],
  env: Readonly<Record<string, string>>,
  kill?: Kill,
): Promise<Ended> {
  if (!existsSync(binary)) throw new Error(`${binary} is missing; build it with: npm run build`);
  return new Promise((resolve, reject) => {
    const child = spawn(
      binary,
      typeof commandLine === 'string' ? commandLine.split(' ').filter((word) => word !== '') : commandLine,
      {
        // Its signs are the same whatever the locale of this machine is.
        env: { ...process.env, LC_ALL: 'C', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const seen = { stdout: '', stderr: '' };
    let killed = false;
    child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      seen.stderr += data.toString();
      // Once: a second Ctrl-C ends the command without a word.
      if (killed || kill?.at.test(seen.stderr) !== true) return;
      killed = true;
      child.kill(kill.signal);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...seen, code, signal }));
  });
}
