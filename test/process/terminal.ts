import { spawn } from 'node:child_process';

/** What is typed as soon as the screen shows something. */
export interface Typed {
  readonly at: RegExp;
  readonly keys: string;
}

/** What a terminal showed, and the command's exit code. */
export interface Shown {
  readonly screen: string;
  readonly code: number | null;
}

/** The keys that end a line of input, and a command. */
export const keys = { ctrlC: '\u0003', ctrlD: '\u0004' } as const;

/**
 * Runs a command in a pseudo-terminal, of which script(1) of util-linux makes one, and types into it.
 * @param command as a shell takes it
 */
export function inTerminal(
  command: string,
  env: Readonly<Record<string, string>>,
  typed: readonly Typed[],
): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qefc', command, '/dev/null'], {
      env: { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const left = [...typed];
    let screen = '';
    let from = 0;
    child.stdout.on('data', (data: Buffer) => {
      screen += data.toString();
      const [next] = left;
      if (next === undefined || !next.at.test(screen.slice(from))) return;
      left.shift();
      from = screen.length;
      child.stdin.write(next.keys);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ screen: screen.replaceAll('\r\n', '\n'), code }));
  });
}
