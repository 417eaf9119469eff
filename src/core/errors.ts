import type { Hint } from './next-command.ts';

/** Exit codes of the command line; on Windows kubectl turns every one but 0 into 1 (kubectl pkg/cmd/plugin.go). */
export const exitCodes = { ok: 0, failed: 1, timedOut: 124, interrupted: 130 } as const;

export interface UserErrorDetails {
  /** The next command to type, or what to look at. */
  readonly hint?: Hint;
  readonly cause?: unknown;
  readonly exitCode?: number;
}

/** Something the user can fix: printed as one sentence and a hint, without a stack. Anything else that is thrown is a bug. */
export class UserError extends Error {
  readonly hint: Hint | undefined;
  readonly exitCode: number;

  constructor(message: string, details: UserErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'UserError';
    this.hint = details.hint;
    this.exitCode = details.exitCode ?? exitCodes.failed;
  }
}

/**
 * An error that states what is wrong as a code with data. cli/words turns them into the sentence and the next command that are
 * shown; `message` is only for debugging.
 */
export class CodedError<P extends { readonly code: string } = { readonly code: string }> extends UserError {
  readonly problem: P;

  constructor(problem: P, details: UserErrorDetails = {}) {
    super(problem.code, details);
    this.name = 'CodedError';
    this.problem = problem;
  }
}

/** What a wait is for, and what was last seen. */
export interface Wait {
  /** Completes "waiting for …". */
  readonly what: string;
  /** Undefined if nothing has been seen yet. */
  readonly lastSeen: string | undefined;
}

/** A wait that ran out of time. Exit code 124, as with timeout(1). */
export class TimeoutError extends CodedError<Wait & { readonly code: 'timed-out'; readonly afterMs: number }> {
  constructor(wait: Wait, afterMs: number, hint?: Hint) {
    super(
      { code: 'timed-out', afterMs, ...wait },
      { exitCode: exitCodes.timedOut, ...(hint === undefined ? {} : { hint }) },
    );
    this.name = 'TimeoutError';
  }
}

/**
 * A request that failed again and again, each time for a reason that passes, until the time was up. Exit code 124, as for any other wait;
 * one of a command that does not wait fails.
 */
export class KeptFailingError extends CodedError<{
  readonly code: 'kept-failing';
  /** What it failed with in the end. */
  readonly last: UserError;
  readonly afterMs: number;
}> {
  readonly #resume: string;

  /** @param exitCode that of a timeout where the time is that of --timeout */
  constructor(last: UserError, afterMs: number, resume: string, exitCode: number) {
    super({ code: 'kept-failing', last, afterMs }, { cause: last, hint: last.hint ?? resume, exitCode });
    this.name = 'KeptFailingError';
    this.#resume = resume;
  }

  /** The same, said by whoever knows better what was being done. @param last made of what was thrown in the end */
  as(last: UserError): KeptFailingError {
    return new KeptFailingError(last, this.problem.afterMs, this.#resume, this.exitCode);
  }
}

/** Ctrl-C or SIGTERM. Every command can be run again, so the hint says how to continue. Exit code: 128 plus the signal's number. */
export class InterruptedError extends CodedError<{ readonly code: 'interrupted'; readonly during: Wait | undefined }> {
  /** @param during the wait that was interrupted; undefined between two steps */
  constructor(during: Wait | undefined, hint?: Hint, exitCode: number = exitCodes.interrupted) {
    super({ code: 'interrupted', during }, { exitCode, ...(hint === undefined ? {} : { hint }) });
    this.name = 'InterruptedError';
  }
}

/** Whether something has failed that a command may go on without; a person who interrupts it wants it to end. */
export function isFailure(error: unknown): error is UserError {
  return error instanceof UserError && !(error instanceof InterruptedError);
}

/** Another object is for the same service, and one of the two has to go. */
export class SecondObjectError extends UserError {
  override readonly name = 'SecondObjectError';
}

/** The object that several attempts were made to write. */
export interface ContestedObject {
  /** As kubectl names it, such as `atlasdeployment/orders`. */
  readonly reference: string;
  readonly namespace: string;
}

/** How many conflicts in a row show that somebody else keeps changing an object. */
export const MAX_CONFLICTS = 20;

/** An object changed before each of MAX_CONFLICTS attempts to write it. */
export class KeepsChangingError extends CodedError<ContestedObject & { readonly code: 'object-keeps-changing' }> {
  constructor({ reference, namespace }: ContestedObject) {
    super({ code: 'object-keeps-changing', reference, namespace });
    this.name = 'KeepsChangingError';
  }
}

/** One of several matches. */
export interface Choice {
  /** The value of the flag that selects it. */
  readonly value: string;
  /** How it is listed. */
  readonly text: string;
}

/** Several things match, and a flag selects one: on a terminal, the user can be asked. */
export class AmbiguousError extends UserError {
  readonly flag: string;
  readonly choices: readonly Choice[];

  /** @param flag long name of the flag that selects one */
  constructor(message: string, hint: Hint, flag: string, choices: readonly Choice[]) {
    super(message, { hint });
    this.name = 'AmbiguousError';
    this.flag = flag;
    this.choices = choices;
  }
}
