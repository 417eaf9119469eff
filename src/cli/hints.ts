import type { Context } from './context.ts';

/** The hint of a wait that was not over: nothing has to be undone, and the same command goes on. */
export function resumeHint({ commandLine }: Context): string {
  return `nothing is lost; go on with: ${commandLine}`;
}

/** What --wait=false says of the step before which it stopped. */
export function notWaited({ detail }: { readonly detail: string }, { commandLine }: Context): string {
  return `not waited for (--wait=false): ${detail}; go on with: ${commandLine.replace(/ --wait=false\b/, '')}`;
}
