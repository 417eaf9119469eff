import type { ChildProcess } from 'node:child_process';

/** What a program printed, and how it ended. */
export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Waits for the end of a program. @throws the error of a program that cannot be started */
export function outputOf(child: ChildProcess): Promise<ProgramOutput> {
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (chunk: Buffer) => void chunks[name].push(chunk));
  const read = (name: 'stdout' | 'stderr'): string => Buffer.concat(chunks[name]).toString('utf8');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ stdout: read('stdout'), stderr: read('stderr'), code, signal }));
  });
}
