import { formatDuration } from '../../core/duration.ts';
import type { Hint } from '../../core/next-command.ts';
import type { Trouble } from '../../core/retries.ts';
import {
  CodedError,
  InterruptedError,
  KeptFailingError,
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
  if (error instanceof CodedError && error.problem.code === 'object-keeps-changing')
    return 'the object keeps changing while it is being patched';
  if (isUndone(error) && error.problem.step === 'cloud-endpoint')
    return 'the cloud shows none of the endpoints that this command has created';
  if (isUndone(error)) return 'what this command changes is undone again each time by somebody else';
  return error.message;
}

/** The hint of an error. */
export function hintOf(error: UserError): Hint | undefined {
  if (isUndone(error) && error.problem.step === 'cloud-endpoint')
    return 'each of them was deleted again; wait until the cloud is well, then run the same command again';
  if (isUndone(error) || (error instanceof CodedError && error.problem.code === 'object-keeps-changing'))
    return ['see who else writes it: ', { kubectl: ['get', '-o', 'yaml', '--show-managed-fields'] }];
  return error.hint;
}

/** Whether a run has given up because what it did was undone each time. */
function isUndone(error: UserError): error is CodedError<{ readonly code: 'undone-again'; readonly step: string }> {
  return error instanceof CodedError && error.problem.code === 'undone-again';
}

function seen({ what, lastSeen }: Wait): string {
  return `${what}; last seen: ${lastSeen ?? 'nothing yet'}`;
}

/** What a person is told of a server that keeps failing, or answers again. */
export function troubleText({ server, error }: Trouble): string {
  return error === undefined ? `${server} answers again` : `${server} keeps failing, trying again: ${messageOf(error)}`;
}
