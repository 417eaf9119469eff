import { awaitSecret, awaitStrings } from '../../../atlas/secret/await-strings.ts';
import type { FoundSecret, SecretQuery } from '../../../atlas/secret/find/find.ts';
import { looksAgain } from '../../../atlas/secret/pending-strings.ts';
import { describeStaleness, ageOf, stalenessOf } from '../../../atlas/secret/staleness.ts';
import { UserError } from '../../../core/errors.ts';
import type { WaitingRun } from '../../../atlas/run.ts';
import type { Arguments } from '../../args/flag.ts';
import type { databaseUserFlag, flags } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import { refreshHint, refreshSecret } from '../secret/await-strings.ts';

/** What a command line says about the connection strings that it ends with. */
export type StringArguments = Arguments<typeof databaseUserFlag & typeof flags.wait> & { readonly refresh: boolean };

/** The Secret to wait for. */
interface Wanted {
  readonly query: SecretQuery;
  /** The cloud endpoints whose strings it must hold. */
  readonly ids: readonly string[];
  /** Whether to make the operator write it. */
  readonly refresh: boolean;
}

/**
 * The Secret of a dedicated cluster. The operator does not write it when an endpoint becomes available: if requested, it is made to;
 * otherwise the string is waited for if the operator reconciles again by itself before the timeout.
 * @throws UserError if the string would take longer
 */
export async function dedicatedSecret(
  run: WaitingRun,
  { query, ids, refresh }: Wanted,
  context: VerbContext,
): Promise<FoundSecret> {
  const found = await awaitSecret(run, query);
  const staleness = stalenessOf(found);
  const lacking = staleness?.missing.find((id) => ids.includes(id));
  if (staleness === undefined || lacking === undefined) return found;
  const { timeoutMs } = run;
  if (refresh) return refreshSecret({ run, query, found, timeoutMs }, context);
  if (looksAgain(found, timeoutMs)) return awaitStrings(run, query, lacking);
  const text = describeStaleness(found.secret, staleness, ageOf(found.secret, context.now()));
  throw new UserError(`the endpoint is available, but ${text}`, { hint: refreshHint(found, query.user) });
}
