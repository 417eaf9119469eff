import { poll, waitFor } from '../../../core/wait.ts';
import { readGeneration } from '../../operator/version-range.ts';
import type { WaitingRun } from '../../run.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../find.ts';
import { chooseTrigger } from './operator-trigger.ts';
import { describeStaleness, stalenessOf } from '../staleness.ts';

/** Milliseconds between two looks. */
const LOOK_MS = 5_000;

/**
 * Makes the operator write the Secret of a dedicated deployment, until it holds the string of every available endpoint.
 * @param found as it was found; returned when nothing is missing
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
  if (stalenessOf(found) === undefined) return found;
  const trigger = await chooseTrigger(run, found, await readGeneration(client, time.signal));
  announce(`this touches ${trigger.touches}`);
  let triggered: number | undefined;
  const look = async (): Promise<FoundSecret> => {
    if (triggered === undefined || time.now() - triggered >= trigger.againMs) {
      await trigger.run();
      triggered = time.now();
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
      return staleness === undefined ? { done: seen } : { waiting: describeStaleness(seen.secret, staleness) };
    },
    onChange: run.onSeen,
  });
}
