import { type Time, poll, waitFor } from '../../core/wait.ts';
import type { KubeClient } from '../../kube/client.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from './find.ts';
import { freshnessOf } from './staleness.ts';
import { readGeneration } from '../operator/version-range.ts';
import { choosePoke } from './operator-trigger.ts';

/** Milliseconds between two looks. */
const LOOK_MS = 5_000;

/**
 * Makes the operator write the Secret of a dedicated deployment, until it holds the string of every available endpoint.
 * @param found as it was found; returned when nothing is missing
 * @throws UserError where the operator cannot be made to; TimeoutError; InterruptedError
 */
export async function refresh(
  client: KubeClient,
  query: SecretQuery,
  found: FoundSecret,
  time: Time,
  options: {
    readonly timeoutMs: number;
    readonly resume: string;
    readonly say: (text: string) => void;
    readonly onSeen: (seen: string) => void;
  },
): Promise<FoundSecret> {
  if (freshnessOf(found, time.now()).missing.length === 0) return found;
  const poke = await choosePoke(client, found, await readGeneration(client, time.signal), time);
  options.say(`this touches ${poke.touches}`);
  let poked: number | undefined;
  const look = async (): Promise<FoundSecret> => {
    if (poked === undefined || time.now() - poked >= poke.againMs) {
      await poke.run();
      poked = time.now();
      // What the operator does about it takes a moment.
      await time.sleep(LOOK_MS, time.signal);
    }
    return findConnectionSecret(client, query, time.signal);
  };
  return waitFor<FoundSecret, FoundSecret>(time, {
    what: 'the private connection string in the Secret',
    timeoutMs: options.timeoutMs,
    hint: options.resume,
    observe: (signal) => poll(time, LOOK_MS, signal, look),
    judge: (seen) => {
      const { missing, text } = freshnessOf(seen, time.now());
      return missing.length === 0 ? { done: seen } : { waiting: text?.replace(/, written [^,]+,/, '') ?? '' };
    },
    onChange: options.onSeen,
  });
}
