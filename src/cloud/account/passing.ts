import type { Passing } from '../../core/retries/retries.ts';
import { codeOf, isUnconnected, isUnreachable } from './errors.ts';

/** HTTP statuses that pass, of every cloud. */
const statuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** What an answer, or the lack of one, says of whether the same request may succeed in a moment. */
interface Failure {
  readonly error: unknown;
  readonly status: number | undefined;
  /** Whether the cloud's own code is one of those that pass. */
  readonly known: boolean;
  readonly afterMs: number | undefined;
}

/** Whether a request to a cloud failed for a reason that passes; undefined where trying again cannot help. */
export function passingFailure({ error, status, known, afterMs }: Failure): Passing | undefined {
  if (known || (status !== undefined && statuses.has(status))) return { reached: true, afterMs };
  if (status !== undefined) return undefined;
  const code = codeOf(error);
  return isUnreachable(code, []) ? { reached: !isUnconnected(code) } : undefined;
}
