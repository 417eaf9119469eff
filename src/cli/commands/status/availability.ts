import { UserError } from '../../../core/errors.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';

/** The phases after which no endpoint becomes available. */
const hopeless: readonly string[] = ['Failed', 'Unsupported'];

/** How the endpoints that are watched stand, kept up to date change by change: looking at all of them each time is too much for a fleet. */
export class Standing {
  /** Those that stay. One on its way out does not count. */
  #staying = 0;
  readonly #unavailable = new Map<string, EndpointRow>();
  readonly #hopeless = new Map<string, EndpointRow>();

  /** Takes the rows of an object that have taken the place of others. */
  replace(before: readonly EndpointRow[], now: readonly EndpointRow[]): void {
    for (const row of before) {
      if (row.view.phase !== 'Deleting') this.#staying -= 1;
      this.#unavailable.delete(row.key);
      this.#hopeless.delete(row.key);
    }
    for (const row of now) {
      const { phase } = row.view;
      if (phase === 'Deleting') continue;
      this.#staying += 1;
      if (phase !== 'Available') this.#unavailable.set(row.key, row);
      if (hopeless.includes(phase)) this.#hopeless.set(row.key, row);
    }
  }

  /**
   * Whether there are endpoints, and all of them are available.
   * @throws UserError for an endpoint that will never be
   */
  get settled(): boolean {
    const [failed] = this.#hopeless.values();
    if (failed !== undefined) {
      const { view, shortReference } = failed;
      throw new UserError(
        `endpoint ${view.endpoint} of ${shortReference} will not become available: it is ${view.phase}${view.message === undefined ? '' : ` (${view.message})`}`,
        { hint: ['look at it with: ', { verb: 'status', source: shortReference, namespace: view.namespace }] },
      );
    }
    return this.#staying > 0 && this.#unavailable.size === 0;
  }
}
