import { UserError } from '../../core/errors.ts';
import type { Passing, Repeatable } from '../../core/retries/retries.ts';
import { ApiError } from '../errors.ts';
import { ConnectionError, connectionError } from './connection-error.ts';

/** True for a status with which the same request may well succeed in a moment: overload, a restart, a conflict inside the server. */
export function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

/**
 * A request to the API server. Sending it again is safe for reads and for our writes, each of which says what it takes for granted: a patch
 * tests it, a delete names the uid, a name is made once.
 */
export function repeatable(server: URL, signal: AbortSignal | undefined): Repeatable {
  const describe = (error: unknown): UserError => (error instanceof UserError ? error : connectionError(error, server));
  return {
    server: 'the cluster',
    // Of an answer the transport limits each silence, and a credential plugin may be asking the person something.
    limitsItself: true,
    describe,
    passing: (error) => passing(describe(error)),
    signal,
  };
}

function passing(error: UserError): Passing | undefined {
  if (error instanceof ApiError) return isPassing(error.code) ? { reached: true, afterMs: error.afterMs } : undefined;
  return error instanceof ConnectionError && error.passing ? { reached: error.reached } : undefined;
}
