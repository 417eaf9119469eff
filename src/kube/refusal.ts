import { ApiError } from './errors.ts';

/**
 * Awaits a read that the user may not be permitted, or of a kind that the cluster may not serve.
 * @returns what was read, or the API server's refusal (403, or 404 for the whole kind)
 * @throws any other error
 */
export async function orRefusal<T>(read: Promise<T>): Promise<T | ApiError> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiError && (error.code === 403 || error.notServed)) return error;
    throw error;
  }
}
