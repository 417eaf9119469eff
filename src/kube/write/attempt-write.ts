import { UserError } from '../../core/errors.ts';
import { ApiError } from '../errors.ts';

/** What the answer is when a JSON patch's `test` fails (apimachinery pkg/api/errors/errors.go, NewGenericServerResponse for 422). */
const testFailed = 'the server rejected our request due to an error in our request';

/**
 * Writes something that was planned on an object as it had been read.
 * @returns what the write returns; or `conflict` where the object has changed since, so that reading it and planning again may help
 * @throws UserError where a policy or the kind's validation refuses the write (422), which trying again does not change; ApiError;
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
      hint: "nothing was changed; the cluster's rules for this kind refuse the edit",
    });
  }
}
