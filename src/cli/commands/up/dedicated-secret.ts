import { awaitSecret, awaitStrings } from '../../../atlas/secret/await-strings.ts';
import type { FoundSecret, SecretQuery } from '../../../atlas/secret/find.ts';
import { looksAgain } from '../../../atlas/secret/pending-strings.ts';
import { freshnessOf } from '../../../atlas/secret/staleness.ts';
import { UserError } from '../../../core/errors.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { Arguments } from '../../args/flag.ts';
import type { databaseUserFlag, flags } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import { refreshHint, refreshed } from '../secret/waits.ts';

/** What a command line says about the strings that it is to end with. */
export type StringArguments = Arguments<typeof databaseUserFlag & typeof flags.wait> & { readonly refresh: boolean };

/** Which Secret is waited for. */
interface Wanted {
  readonly client: KubeClient;
  readonly query: SecretQuery;
  /** The cloud endpoints whose strings it is to hold. */
  readonly ids: readonly string[];
  /** Whether the operator is made to write it. */
  readonly refresh: boolean;
}

/**
 * The Secret of a dedicated cluster. The operator does not write it for an endpoint that became available: it is made to where that
 * was asked for, and waited for where the operator looks again by itself before the wait is over.
 * @throws UserError where the string would take longer
 */
export async function dedicatedSecret(
  { client, query, ids, refresh }: Wanted,
  context: VerbContext,
  waiting: { readonly timeoutMs: number; readonly resume: string; readonly onSeen: (seen: string) => void },
): Promise<FoundSecret> {
  const found = await awaitSecret(client, query, context, waiting);
  const { missing, text } = freshnessOf(found, context.now());
  const [lacking] = missing.filter((id) => ids.includes(id));
  if (lacking === undefined) return found;
  const { timeoutMs } = waiting;
  if (refresh) return refreshed({ client, query, found, timeoutMs }, context);
  if (looksAgain(found, timeoutMs)) return awaitStrings(client, query, lacking, context, waiting);
  throw new UserError(`the endpoint is available, but ${text}`, { hint: refreshHint(found, query.user) });
}
