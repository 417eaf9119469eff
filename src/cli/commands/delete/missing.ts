import { NothingToDelete } from '../../../atlas/disconnect/scope.ts';
import { UserError } from '../../../core/errors.ts';
import { isNotFound } from '../../../kube/errors.ts';

/** Whether the object does not exist or has no such endpoint. */
export function isMissing(error: unknown): boolean {
  return error instanceof NothingToDelete || (error instanceof UserError && isNotFound(error.cause));
}
