import type { ChildProcess } from 'node:child_process';

/** The programs that this process has started and that go on, each with whether it leads a process group of its own. */
const running = new Map<ChildProcess, boolean>();

/**
 * Whether a program is to lead a process group of its own, for the option `detached` of spawn: then what it starts, such as the Python behind
 * the script `az`, is ended with it. On a terminal it must not, if it may ask a person: a group of its own has no terminal. There, Ctrl-C
 * reaches all that it starts anyway. On Windows `detached` opens a window.
 */
export function leadsGroup(mayAsk: boolean): boolean {
  return !mayAsk && process.platform !== 'win32';
}

/**
 * Has a program end when this process does, whatever it ends by, if it still runs then: whoever asked for it may have given up waiting.
 * @param isLeader what was given to spawn as `detached`
 * @returns ends it at once, with all that it started
 */
export function endWithUs(child: ChildProcess, isLeader: boolean): () => void {
  if (running.size === 0) process.once('exit', endAll);
  running.set(child, isLeader);
  // What it started may hold its output open after its own end, and goes on being waited for.
  child.once('close', () => forget(child));
  child.once('error', () => forget(child));
  return () => end(child, isLeader);
}

function forget(child: ChildProcess): void {
  if (running.delete(child) && running.size === 0) process.off('exit', endAll);
}

function endAll(): void {
  for (const [child, isLeader] of running) end(child, isLeader);
}

function end(child: ChildProcess, isLeader: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (isLeader) process.kill(-child.pid);
    else child.kill();
  } catch {
    // It has ended in the meantime.
  }
}
