import { DurationError, formatDuration } from '../../core/duration.ts';
import type { Hint } from '../../core/next-command.ts';
import type { Trouble } from '../../core/retries/retries.ts';
import {
  CodedError,
  type ContestedObject,
  InterruptedError,
  KeepsChangingError,
  KeptFailingError,
  MAX_CONFLICTS,
  TimeoutError,
  type UserError,
  type Wait,
} from '../../core/errors.ts';

/** The message of an error. For an error of the core it is made here, from its code and data. */
export function messageOf(error: UserError): string {
  if (error instanceof TimeoutError)
    return `timed out after ${formatDuration(error.problem.afterMs)} waiting for ${seen(error.problem)}`;
  if (error instanceof InterruptedError) {
    const { during } = error.problem;
    return `interrupted ${during === undefined ? 'between two steps' : `while waiting for ${seen(during)}`}`;
  }
  if (error instanceof KeptFailingError)
    return `${messageOf(error.problem.last)} (tried again for ${formatDuration(error.problem.afterMs)})`;
  if (isUndone(error) && error.problem.step === 'cloud-endpoint')
    return 'the cloud shows none of the endpoints that this command has created';
  if (isUndone(error)) return 'someone else undoes each change that this command makes';
  if (error instanceof KeepsChangingError)
    return `${error.problem.reference} keeps changing: gave up after ${MAX_CONFLICTS} attempts`;
  if (error instanceof DurationError) {
    const { code, flag, text } = error.problem;
    // kubectl's words, which are those of Go's time.ParseDuration.
    const why = code === 'unit-missing' ? 'missing unit in duration' : 'invalid duration';
    return `invalid argument "${text}" for "--${flag}" flag: time: ${why} "${text}"`;
  }
  return error.message;
}

/** The hint of an error. */
export function hintOf(error: UserError): Hint | undefined {
  if (isUndone(error) && error.problem.step === 'cloud-endpoint')
    return 'each of them was deleted again; wait until the cloud works again, then run the same command again';
  if (isUndone(error)) {
    const { reference, namespace } = error.problem;
    return [
      'see who else writes it: ',
      { kubectl: ['get', reference, '-n', namespace, '-o', 'yaml', '--show-managed-fields'] },
    ];
  }
  if (error instanceof KeepsChangingError) {
    const { reference, namespace } = error.problem;
    return [
      'see who else writes it: ',
      { kubectl: ['get', reference, '-n', namespace, '-o', 'yaml', '--show-managed-fields'] },
    ];
  }
  if (error instanceof DurationError) return `write it like --${error.problem.flag}=30m or --${error.problem.flag}=90s`;
  return error.hint;
}

/** Whether a run has given up because what it did was undone each time. */
function isUndone(
  error: UserError,
): error is CodedError<ContestedObject & { readonly code: 'undone-again'; readonly step: string }> {
  return error instanceof CodedError && error.problem.code === 'undone-again';
}

function seen({ what, lastSeen }: Wait): string {
  return `${what}; last seen: ${lastSeen ?? 'nothing yet'}`;
}

/** What is said of a server that does not answer in time. */
export function unansweredText(ms: number): string {
  return `no answer within ${formatDuration(ms)}`;
}

/** What a person is told of a server that keeps failing, or answers again. */
export function troubleText({ server, error }: Trouble): string {
  return error === undefined ? `${server} answers again` : `${server} keeps failing, trying again: ${messageOf(error)}`;
}
