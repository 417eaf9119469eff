import { NothingToDelete } from '../../../atlas/disconnect/scope.ts';
import { UserError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';

/** Whether the object does not exist or has no such endpoint. */
export function isNotFound(error: unknown): boolean {
  if (error instanceof NothingToDelete) return true;
  const cause = error instanceof UserError ? error.cause : undefined;
  return cause instanceof ApiError && cause.code === 404 && !cause.notServed;
}
