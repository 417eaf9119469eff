import { poll, waitFor } from '../../../core/wait.ts';
import { readGeneration } from '../../operator/version-range.ts';
import type { WaitingRun } from '../../run.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../find.ts';
import { chooseTrigger } from './operator-trigger.ts';
import { describeStaleness, describeSurplus, stalenessOf, surplusOf } from '../staleness.ts';

/** Milliseconds between two looks. */
const LOOK_MS = 5_000;

/**
 * Makes the operator write a deployment's Secret, until it holds the string of every available endpoint and no other one; one that is
 * still there when the operator has had its time is Atlas's own, of an endpoint that was made without the operator.
 * @param found as it was found; returned when nothing is missing and nothing too much
 * @param announce told what is touched, before it is
 * @throws UserError where the operator cannot be made to; TimeoutError; InterruptedError
 */
export async function refresh(
  run: WaitingRun,
  query: SecretQuery,
  found: FoundSecret,
  announce: (text: string) => void,
): Promise<FoundSecret> {
  const { client, time } = run;
  if (isCurrent(found)) return found;
  const trigger = await chooseTrigger(run, found, await readGeneration(client, time.signal));
  announce(`this touches ${trigger.touches}`);
  let triggered: number | undefined;
  let began = Infinity;
  const look = async (): Promise<FoundSecret> => {
    if (triggered === undefined || time.now() - triggered >= trigger.againMs) {
      await trigger.run();
      triggered = time.now();
      began = Math.min(began, triggered);
      // What the operator does about it takes a moment.
      await time.sleep(LOOK_MS, time.signal);
    }
    return findConnectionSecret(run, query);
  };
  return waitFor<FoundSecret, FoundSecret>(time, {
    what: 'the private connection string in the Secret',
    timeoutMs: run.timeoutMs,
    hint: run.resume,
    observe: (signal) => poll(time, LOOK_MS, signal, look),
    judge: (seen) => {
      const staleness = stalenessOf(seen);
      // Without the age of the Secret, which would make every look another one.
      if (staleness !== undefined) return { waiting: describeStaleness(seen.secret, staleness) };
      const surplus = surplusOf(seen);
      const hadTime = time.now() - began >= trigger.againMs - LOOK_MS;
      return surplus.length === 0 || hadTime ? { done: seen } : { waiting: describeSurplus(seen, surplus) };
    },
    onChange: run.onSeen,
  });
}

/** Whether the Secret holds what it should and nothing else, as far as is known. */
export function isCurrent(found: FoundSecret): boolean {
  return stalenessOf(found) === undefined && surplusOf(found).length === 0;
}
