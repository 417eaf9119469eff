import { UserError } from '../../../core/errors.ts';
import { poll, waitFor } from '../../../core/wait.ts';
import { can } from '../../operator/abilities.ts';
import { runningGeneration } from '../../operator/version-range.ts';
import type { Run, WaitingRun } from '../../run.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../find/find.ts';
import { surplusOf, describeSurplus } from '../staleness.ts';
import { lackOf } from './lack.ts';
import { type OperatorTrigger, type TriggerScript, waysToTrigger } from './operator-trigger.ts';

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
  const ways = [...waysToTrigger(run, found, await runningGeneration(client, time.signal))];
  let trigger: OperatorTrigger | undefined;
  let triggered = 0;
  let began = Infinity;
  const look = async (): Promise<FoundSecret> => {
    if (trigger === undefined || time.now() - triggered >= trigger.againMs) {
      const next = ways.shift();
      if (next !== undefined) {
        trigger = await chosen(next, trigger);
        announce(`--refresh ${trigger.effect}`);
      }
      await trigger?.run();
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
      const wrong = faultOf(seen);
      const hadTime = trigger !== undefined && time.now() - began >= trigger.againMs - LOOK_MS;
      return wrong === undefined || (hadTime && lackOf(seen) === undefined) ? { done: seen } : { waiting: wrong };
    },
    onChange: run.onSeen,
  });
}

/**
 * What --refresh of a Secret would do first: a predicate without its subject.
 * @throws UserError where the operator cannot be made to write it
 */
export async function effectOfRefresh(run: Run, found: FoundSecret): Promise<string> {
  const [first] = waysToTrigger(run, found, await runningGeneration(run.client, run.time.signal));
  return (await first()).effect;
}

/** What a script does in place of --refresh of a Secret. */
export interface RefreshScript extends TriggerScript {
  /** Seconds after which it is done again if the string is still missing. */
  readonly pause: number;
  /** Whether the operator writes the strings of several endpoints. */
  readonly writesSeveral: boolean;
}

/**
 * The commands that do what --refresh of a Secret does first.
 * @throws UserError where the operator cannot be made to write it
 */
export async function scriptOfRefresh(run: Run, found: FoundSecret): Promise<RefreshScript> {
  const generation = await runningGeneration(run.client, run.time.signal);
  const [first] = waysToTrigger(run, found, generation);
  const { script, againMs } = await first();
  return { ...script, pause: againMs / 1000, writesSeveral: can(generation, 'writesSeveralStrings') === true };
}

/**
 * Has the API server check what --refresh of a Secret would write first.
 * @param run with a client whose writes are only checked
 * @throws UserError where the operator cannot be made to write it, or the change is refused
 */
export async function checkRefresh(run: Run, found: FoundSecret): Promise<void> {
  const [first] = waysToTrigger(run, found, await runningGeneration(run.client, run.time.signal));
  await (await first()).run();
}

/** One sentence on what the Secret lacks, or holds and should not; undefined where it is as it should be. */
function faultOf(found: FoundSecret): string | undefined {
  const surplus = surplusOf(found);
  return lackOf(found) ?? (surplus.length === 0 ? undefined : describeSurplus(found, surplus));
}

/** Whether the Secret holds what it should and nothing else, as far as is known. */
export function isCurrent(found: FoundSecret): boolean {
  return faultOf(found) === undefined;
}

/** The trigger of the next way; where that one cannot be gone, the one before goes on. */
async function chosen(
  next: () => Promise<OperatorTrigger>,
  before: OperatorTrigger | undefined,
): Promise<OperatorTrigger> {
  try {
    return await next();
  } catch (error) {
    if (before === undefined || !(error instanceof UserError)) throw error;
    return before;
  }
}
