import { formatDuration } from '../../../core/duration.ts';
import { isFailure } from '../../../core/errors.ts';
import type { VerbContext } from '../../context.ts';
import { messageOf } from '../../words/errors.ts';
import { type BesideOthers, type Gone, type Patience, deleteEndpoints } from './delete-endpoints.ts';
import type { Surveyed } from './survey.ts';

/** What will be deleted of an object. */
export interface Prepared {
  readonly found: readonly Surveyed[];
}

/** The deletion of one object, and what it has changed so far. */
interface Begun {
  readonly deleting: Promise<readonly Gone[]>;
  readonly changes: readonly string[];
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
  readonly #beside: (name: string) => Omit<BesideOthers, 'changes'>;
  readonly #begun = new Map<string, Begun>();

  /** @param beside how an object's deletion is shown */
  constructor(patience: Patience, beside: (name: string) => Omit<BesideOthers, 'changes'>) {
    this.#patience = patience;
    this.#beside = beside;
  }

  /** Deletes what a name means, one object after the other. @returns what was deleted for this name and for no other */
  async run(name: string, { found }: Prepared, context: VerbContext): Promise<Deleted> {
    const beside = this.#beside(name);
    const { progress } = beside;
    const startedAt = context.now();
    const took = (): string => formatDuration(context.now() - startedAt);
    const gone: Gone[] = [];
    let stopped = false;
    progress.begin('waits for its turn');
    try {
      for (const each of found) {
        const known = this.#begun.get(keyOf(each));
        const done = await (known ?? this.#begin(each, beside, context)).deleting;
        stopped ||= done.length === 0;
        if (known === undefined) gone.push(...done);
      }
      const detail = found.length === 0 ? 'nothing to delete' : stopped ? 'stopped' : 'gone';
      progress.end({ sign: 'done', detail, took: took() });
      return { gone, stopped };
    } catch (error) {
      const isFailed = isFailure(error) && !context.signal.aborted;
      progress.end(isFailed ? { sign: 'fails', detail: messageOf(error), took: took() } : undefined);
      throw error;
    }
  }

  /** What has been changed so far of what a name means, also where the deletion was begun for another name. */
  changesOf({ found }: Prepared): readonly string[] {
    return found.flatMap((each) => this.#begun.get(keyOf(each))?.changes ?? []);
  }

  #begin(each: Surveyed, beside: Omit<BesideOthers, 'changes'>, context: VerbContext): Begun {
    const changes: string[] = [];
    const begun = { deleting: deleteEndpoints(each, this.#patience, context, { ...beside, changes }), changes };
    this.#begun.set(keyOf(each), begun);
    return begun;
  }
}
