import type { KeepFlag } from './args/pflag.ts';
import type { Warn } from '../atlas/secret/refresh/left-marks.ts';
import type { Hint } from '../core/next-command.ts';
import type { Time } from '../core/wait.ts';
import type { OpenQuestion } from './questions/open-question.ts';
import type { Screen } from '../output/progress.ts';
import type { Stream } from '../output/stream.ts';

/** What is asked about several objects together. */
export interface Together {
  /** Takes what has to be confirmed: after a no, the command ends. */
  readonly add: (question: string, hint: Hint | undefined) => void;
  /** Takes what is only proposed: after a no, the command goes on without it. @returns the answer, once all of them have been asked about */
  readonly offer: (question: string) => () => boolean;
}

/** Everything of the process that a command may use. There are no globals: tests pass their own. */
export interface Context extends Time {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  /**
   * Asks the user for a line; undefined unless stdin and stderr are a terminal.
   * @throws NoAnswer
   */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Takes the questions that nobody can be asked, of a verb that tells all of them at once. */
  readonly unanswered?: { readonly add: (question: OpenQuestion) => void };
  /** Takes what a person is to confirm together with the rest, of a verb that asks once for several objects. */
  readonly together?: Together | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The DNS servers to ask; those of the machine when left out. */
  readonly dnsServers?: readonly string[] | undefined;
  /** Takes what is to be done when the verb has ended, however it ended. */
  readonly atEnd?: (task: (warn: Warn) => Promise<void>) => void;
  /** A number from 0 up to 1, for the length of pauses; Math.random when left out. */
  readonly random?: () => number;
  /** The command as it was typed, to be printed as the way to continue. */
  readonly commandLine: string;
}

/** What a verb runs with: the process, and what is known about its command line. */
export interface VerbContext extends Context {
  /** A hint as text. Its commands carry those flags of the command line that determine where a command acts. */
  readonly hintText: (hint: Hint) => string;
  /** The command as it was typed, for one of the objects that it is for. @param keep what becomes of its flags */
  readonly lineFor: (source: string, keep: KeepFlag) => string;
  /** Where progress is shown; its lines are stderr. */
  readonly screen: Screen;
}
