import { poll, waitFor } from '../../../core/wait.ts';
import { readGeneration } from '../../operator/version-range.ts';
import type { WaitingRun } from '../../run.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../find.ts';
import { chooseTrigger } from './operator-trigger.ts';
import { describeStaleness, stalenessOf } from '../staleness.ts';

/** Milliseconds between two looks. */
const LOOK_MS = 5_000;

/**
 * Makes the operator write the Secret of a dedicated deployment until it contains the string of every available endpoint.
 * @param found the Secret as it was found; returned if nothing is missing
 * @param announce called with what will be changed, before it is
 * @throws UserError if no way to make the operator write is known; TimeoutError; InterruptedError
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
  announce(`--refresh ${trigger.effect}`);
  let triggered: number | undefined;
  const look = async (): Promise<FoundSecret> => {
    if (triggered === undefined || time.now() - triggered >= trigger.againMs) {
      await trigger.run();
      triggered = time.now();
      // The operator takes a moment to react.
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
      // Without the Secret's age, which would make every observation look new.
      return staleness === undefined ? { done: seen } : { waiting: describeStaleness(seen.secret, staleness) };
    },
    onChange: run.onSeen,
  });
}
