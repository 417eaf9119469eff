import type { Hint } from '../core/next-command.ts';
import type { Time } from '../core/wait.ts';
import type { Stream } from '../output/stream.ts';

/** Everything a command may touch of the process. There are no globals: tests pass their own. */
export interface Context extends Time {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  /** Asks whoever sits at the terminal for a line; undefined unless stdin and stderr are one. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The command as it was typed, to be shown as the way to go on. */
  readonly commandLine: string;
}

/** What a verb is run with: the process, and what is known of its command line. */
export interface VerbContext extends Context {
  /** Writes a hint out as text; its commands carry the flags of the command line that say where a command acts. */
  readonly hintText: (hint: Hint) => string;
}
