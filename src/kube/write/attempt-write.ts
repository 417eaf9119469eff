import { UserError } from '../../core/errors.ts';
import { ApiError } from '../errors.ts';

/** The answer when a JSON patch's `test` fails (apimachinery pkg/api/errors/errors.go, NewGenericServerResponse for 422). */
const testFailed = 'the server rejected our request due to an error in our request';

/**
 * Performs a write that was planned on an object as it had been read.
 * @returns what the write returns, or `conflict` if the object has changed since, so that reading it and planning again may help
 * @throws UserError if a policy or the kind's validation refuses the write (422), so that trying again is pointless; ApiError;
 * ConnectionError
 */
export async function attemptWrite<T>(write: () => Promise<T>): Promise<T | 'conflict'> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 409 || (error.code === 422 && error.message.includes(testFailed))) return 'conflict';
    if (error.code !== 422) throw error;
    throw new UserError(error.message, {
      cause: error,
      hint: "nothing was changed; this cluster's validation rules or policies refuse the change",
    });
  }
}
