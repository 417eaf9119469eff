import { awaitSecret, awaitStrings } from '../../../atlas/secret/await-strings.ts';
import type { FoundSecret, SecretQuery } from '../../../atlas/secret/find/find.ts';
import { looksAgain } from '../../../atlas/secret/pending-strings.ts';
import { refresh } from '../../../atlas/secret/refresh/refresh.ts';
import { describeStaleness, ageOf, stalenessOf } from '../../../atlas/secret/staleness.ts';
import { refusePaused } from '../../../atlas/projects/paused.ts';
import type { WaitingRun } from '../../../atlas/run.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Arguments } from '../../args/flag.ts';
import type { databaseUserFlag, flags } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import { refreshHint } from '../secret/await-strings.ts';

/** What a command line says about the connection strings that it ends with. */
export type StringArguments = Arguments<typeof databaseUserFlag & typeof flags.wait> & {
  /** Whether to make the operator write them; undefined if that is neither given nor answered. */
  readonly refresh: boolean | undefined;
};

/** The Secret to wait for. */
interface Wanted {
  readonly query: SecretQuery;
  /** The cloud endpoints whose strings it must hold. */
  readonly ids: readonly string[];
  /** Whether to make the operator write it. */
  readonly refresh: boolean;
  /** Prints what is touched for that. */
  readonly announce: (text: string) => void;
}

/** A Secret, and what it lacks. */
export interface StringSecret {
  readonly found: FoundSecret;
  /** Why a string is not there yet, and the command that has it written; undefined if all are there. */
  readonly lack?: Hint;
}

/**
 * The Secret of a dedicated cluster. The operator does not write it when an endpoint becomes available: if requested, it is made to;
 * otherwise the string is waited for if the operator reconciles again by itself before the timeout.
 * @throws UserError, TimeoutError or InterruptedError
 */
export async function dedicatedSecret(
  run: WaitingRun,
  { query, ids, refresh: refreshes, announce }: Wanted,
  context: VerbContext,
): Promise<StringSecret> {
  const found = await awaitSecret(run, query);
  const staleness = stalenessOf(found);
  const lacking = staleness?.missing.find((id) => ids.includes(id));
  if (staleness === undefined || lacking === undefined) return { found };
  const { timeoutMs } = run;
  if (refreshes) {
    if (found.deployment !== undefined) refusePaused(found.deployment);
    return { found: await refresh(run, query, found, announce) };
  }
  if (looksAgain(found, timeoutMs)) return { found: await awaitStrings(run, query, lacking) };
  const text = describeStaleness(found.secret, staleness, ageOf(found.secret, context.now()));
  return { found, lack: [`${text}; `, ...refreshHint(found, query.user)] };
}
