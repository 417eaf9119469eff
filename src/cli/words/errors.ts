import { DurationError, formatDuration } from '../../core/duration.ts';
import type { Hint } from '../../core/next-command.ts';
import {
  InterruptedError,
  KeepsChangingError,
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
  if (error instanceof KeepsChangingError)
    return `${error.problem.reference} keeps changing: gave up after ${MAX_CONFLICTS} attempts`;
  if (error instanceof DurationError)
    return `invalid value "${error.problem.text}" for --${error.problem.flag}: not a duration`;
  return error.message;
}

/** The hint of an error. */
export function hintOf(error: UserError): Hint | undefined {
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

function seen({ what, lastSeen }: Wait): string {
  return `${what}; last seen: ${lastSeen ?? 'nothing yet'}`;
}
