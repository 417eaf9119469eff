import { formatDuration } from '../../../core/duration.ts';
import { InterruptedError, UserError } from '../../../core/errors.ts';
import type { VerbContext } from '../../context.ts';
import { messageOf } from '../../words/errors.ts';
import { type BesideOthers, type Gone, type Patience, deleteEndpoints } from './delete-endpoints.ts';
import type { Surveyed } from './survey.ts';

/** What will be deleted of an object, and what has been changed so far. */
export interface Prepared {
  readonly found: readonly Surveyed[];
  readonly changes: string[];
}

/** What became of an object. */
export interface Deleted {
  readonly gone: readonly Gone[];
  /** Whether --wait=false stopped it before. */
  readonly stopped: boolean;
}

/** What tells the objects of a deletion apart. */
export function keyOf({ target }: Surveyed): string {
  return JSON.stringify([target.reference, target.namespace]);
}

/** Objects whose endpoints are being deleted: each once, whichever of the names means it. */
export class Deleting {
  readonly #patience: Patience;
  readonly #beside: (name: string, changes: string[]) => BesideOthers;
  readonly #begun = new Map<string, Promise<readonly Gone[]>>();

  /** @param beside how an object's deletion is shown */
  constructor(patience: Patience, beside: (name: string, changes: string[]) => BesideOthers) {
    this.#patience = patience;
    this.#beside = beside;
  }

  /** Deletes what a name means, one object after the other. @returns what was deleted for this name and for no other */
  async run(name: string, { found, changes }: Prepared, context: VerbContext): Promise<Deleted> {
    const beside = this.#beside(name, changes);
    const { progress } = beside;
    const startedAt = context.now();
    const took = (): string => formatDuration(context.now() - startedAt);
    const gone: Gone[] = [];
    let stopped = false;
    progress.begin('waits for its turn');
    try {
      for (const each of found) {
        const known = this.#begun.get(keyOf(each));
        const deleting = known ?? deleteEndpoints(each, this.#patience, context, beside);
        this.#begun.set(keyOf(each), deleting);
        const done = await deleting;
        stopped ||= done.length === 0;
        if (known === undefined) gone.push(...done);
      }
      const detail = found.length === 0 ? 'nothing to delete' : stopped ? 'stopped' : 'gone';
      progress.end({ sign: 'done', detail, took: took() });
      return { gone, stopped };
    } catch (error) {
      const isFailed = error instanceof UserError && !(error instanceof InterruptedError) && !context.signal.aborted;
      progress.end(isFailed ? { sign: 'fails', detail: messageOf(error), took: took() } : undefined);
      throw error;
    }
  }
}
