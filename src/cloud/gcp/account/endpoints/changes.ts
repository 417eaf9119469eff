import type { Place } from '../../names.ts';
import { isPassingOperation, isUnderWay } from '../errors.ts';
import type { Compute } from '../compute.ts';
import type { Operation } from '../resources.ts';

/** How many changes of one endpoint go on at a time: Google limits requests, and an endpoint may have a hundred parts. */
const AT_A_TIME = 5;

/** The changes of one endpoint that go on, each by the name of what it changes. */
export class Changes {
  readonly #compute: Compute;
  readonly #place: Place;
  readonly #open = new Map<string, { readonly operation: string; readonly action: string }>();

  constructor(compute: Compute, place: Place) {
    this.#compute = compute;
    this.#place = place;
  }

  /**
   * Looks at each that goes on. One that has failed is forgotten; where the reason passes, whoever still misses its result begins it again.
   * @throws UserError when one has failed for another reason
   */
  async look(): Promise<void> {
    const looks = [...this.#open].map(async ([what, { operation, action }]) => {
      try {
        if (await this.#compute.isDone(this.#place, operation, action)) this.#open.delete(what);
      } catch (error) {
        this.#open.delete(what);
        if (!isPassingOperation(error)) throw error;
      }
    });
    // All of them are looked at, whichever fails.
    const failed = (await Promise.allSettled(looks)).find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Whether something is being changed. */
  has(what: string): boolean {
    return this.#open.has(what);
  }

  /** Begins as many changes as may go on beside those that do. */
  async begin(wanted: readonly Change[]): Promise<void> {
    const room = Math.max(0, AT_A_TIME - this.#open.size);
    const begun = wanted.slice(0, room).map(async ({ what, action, start }) => {
      const operation = await start().catch((error: unknown) => {
        if (isUnderWay(error)) return undefined;
        throw error;
      });
      if (operation !== undefined) this.#open.set(what, { operation: operation.name, action });
    });
    const failed = (await Promise.allSettled(begun)).find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** A change that is to begin. */
export interface Change {
  /** The name of what it changes. */
  readonly what: string;
  /** As it reads after "refused to". */
  readonly action: string;
  /** @returns undefined where there is nothing to be changed any more */
  readonly start: () => Promise<Operation | undefined>;
}
