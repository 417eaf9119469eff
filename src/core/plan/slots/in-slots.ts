import type { Slots } from './slots.ts';
import type { Runner } from '../reconcile.ts';
import type { AnyStep } from '../step.ts';

/** A runner among others: it takes a place for what it looks at and changes, and none while it waits for others to do something. */
export function inSlots<O, S extends AnyStep, M>(runner: Runner<O, S, M>, slots: Slots): Runner<O, S, M> {
  return {
    start: runner.start,
    look: (memory, performed) => slots.within(() => runner.look(memory, performed)),
    perform: (step, at, onSeen) => {
      const perform = () => runner.perform(step, at, onSeen);
      return step.kind === 'wait' ? perform() : slots.within(perform);
    },
  };
}
