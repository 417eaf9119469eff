import { spawn } from 'node:child_process';

/** Ctrl-C is meant for the command in the shell. */
const ignore = (): void => {};

/**
 * A shell in which a person types commands into the sandbox, until `exit` or Ctrl-D. Without a terminal it reads them from stdin.
 * The person's own start-up files are left out: they would put their own cluster and account back.
 * @throws Error if there is no bash
 */
export async function play(env: Readonly<Record<string, string>>): Promise<void> {
  const interactive = process.stdin.isTTY;
  process.on('SIGINT', ignore);
  const shell = spawn('bash', ['--noprofile', '--norc', ...(interactive ? ['-i'] : [])], {
    env: { ...process.env, ...env, PS1: '\\nsandbox$ ', HISTFILE: '', BASH_SILENCE_DEPRECATION_WARNING: '1' },
    stdio: 'inherit',
  });
  try {
    await new Promise<void>((resolve, reject) => shell.on('error', reject).on('close', () => resolve()));
  } finally {
    process.off('SIGINT', ignore);
  }
}
