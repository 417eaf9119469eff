import { UserError } from '../../../core/errors.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';

/** The phases after which no endpoint becomes available. */
const hopeless: readonly string[] = ['Failed', 'Unsupported'];

/**
 * Whether there are endpoints, and all of them are available. One on its way out does not count.
 * @throws UserError for an endpoint that will never be
 */
export function settled(rows: readonly EndpointRow[]): boolean {
  const failed = rows.find(({ view }) => hopeless.includes(view.phase));
  if (failed !== undefined) {
    const { view, shortReference } = failed;
    throw new UserError(
      `endpoint ${view.endpoint} of ${shortReference} will not become available: it is ${view.phase}${view.message === undefined ? '' : ` (${view.message})`}`,
      { hint: ['look at it with: ', { verb: 'status', source: shortReference, namespace: view.namespace }] },
    );
  }
  const staying = rows.filter(({ view }) => view.phase !== 'Deleting');
  return staying.length > 0 && staying.every(({ view }) => view.phase === 'Available');
}
