import type { Run } from '../../../atlas/run.ts';
import { type FoundSecret, findConnectionSecret } from '../../../atlas/secret/find/find.ts';
import { secretSource } from '../../../atlas/secret/of-source.ts';
import { looksAgain } from '../../../atlas/secret/pending-strings.ts';
import { checkRefresh, effectOfRefresh } from '../../../atlas/secret/refresh/refresh.ts';
import { stalenessOf } from '../../../atlas/secret/staleness.ts';
import { AmbiguousError, isFailure } from '../../../core/errors.ts';
import { parseDuration } from '../../../core/duration.ts';
import { printLine } from '../../../output/escape.ts';
import { agrees, canAsk, chooseWord } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { ConnectArguments, Unsettled } from '../connect/request.ts';
import type { StringArguments } from './dedicated-secret.ts';
import { isObstructed } from './settle-placement.ts';

/** What `up` has to know of the connection string that it ends with. */
export type StringAnswers = Pick<StringArguments, 'user' | 'refresh'> & {
  /** The Secret as it is now; undefined if it is not there or cannot be read. */
  readonly found?: FoundSecret | undefined;
};

/** A command line of `up`. */
interface Asked {
  readonly args: ConnectArguments & StringArguments;
  readonly context: VerbContext;
}

/**
 * Has it said whose connection string `up` ends with and, of a dedicated cluster, whether the operator is to be made to write it. What
 * cannot be read yet is not asked about.
 */
export async function settleString({ run, endpoints, recreated }: Unsettled, asked: Asked): Promise<StringAnswers> {
  const { args } = asked;
  const [first] = endpoints;
  if (first === undefined || !args.wait || endpoints.some((each) => isObstructed(each, { recreated }))) return args;
  // Later looks warn of the same.
  const quiet = { ...run, warn: () => undefined };
  const { user, found } = await settleUser((name) => secretOf(quiet, first, name), asked);
  const { refresh } = args;
  if (found === undefined || refresh === false || !lacksLater(found, endpoints, args)) return { user, refresh, found };
  if (args['dry-run'] === 'server') await checkRefresh(quiet, found);
  if (refresh !== undefined) return { user, refresh, found };
  return { user, found, refresh: await settleRefresh(quiet, found, asked) };
}

/** The Secret of the only user, or of the one that is given; undefined if it is not there or cannot be read. @throws AmbiguousError */
async function secretOf(
  run: Run,
  { target, deployment, manifest, label, before }: SelectedEndpoint,
  user: string | undefined,
): Promise<FoundSecret | undefined> {
  const { reference: name, namespace } = deployment ?? target;
  const isDeclaring = deployment === undefined;
  try {
    // As the end of the run names it.
    const known = target.source.identity === 'label' ? label : before?.declaredId;
    const endpoint = isDeclaring ? known : undefined;
    const source = await secretSource(run, { name, namespace, endpoint }, isDeclaring ? manifest : undefined);
    return await findConnectionSecret(run, { name: source.name, namespace: source.namespace, everywhere: false, user });
  } catch (error) {
    const isOfUsers = error instanceof AmbiguousError && error.flag === 'user';
    if (!isFailure(error) || isOfUsers) throw error;
    return undefined;
  }
}

/** The database user, if that is not clear, and the Secret. @throws AmbiguousError for an answer that is none of them */
async function settleUser(
  look: (user: string | undefined) => Promise<FoundSecret | undefined>,
  { args, context }: Asked,
): Promise<{ readonly user: string | undefined; readonly found: FoundSecret | undefined }> {
  try {
    return { user: args.user, found: await look(args.user) };
  } catch (error) {
    if (!(error instanceof AmbiguousError) || error.flag !== 'user') throw error;
    const [first, ...others] = error.choices.map(({ value }) => value);
    if (first === undefined) throw error;
    if (!canAsk(args, context)) {
      const what = `which database user: ${[first, ...others].join(', ')}`;
      context.unanswered?.add({ what, flags: `--user ${first}`, error });
      return { user: undefined, found: await look(first) };
    }
    const user = await chooseWord('Connection strings for which database user?', [first, ...others], context);
    if (user === undefined) throw error;
    return { user, found: await look(user) };
  }
}

/** Whether the Secret will lack a string when all else is done, and for longer than `up` waits. */
function lacksLater(
  found: FoundSecret,
  endpoints: readonly SelectedEndpoint[],
  { timeout }: Pick<ConnectArguments, 'timeout'>,
): boolean {
  if (endpoints.some(({ target }) => target.source.stringsFollow)) return false;
  if (looksAgain(found, parseDuration('timeout', timeout))) return false;
  const missing = stalenessOf(found)?.missing ?? [];
  return endpoints.some(
    ({ before }) => before?.phase !== 'Available' || missing.some((id) => id === before.declaredId),
  );
}

async function settleRefresh(run: Run, found: FoundSecret, { args, context }: Asked): Promise<boolean | undefined> {
  const { name } = found.secret;
  if (args.yes) return true;
  if (!canAsk(args, context)) {
    const what = `whether to have the operator rewrite secret/${name}, which would otherwise lack the string of the endpoint (--refresh or --refresh=false)`;
    context.unanswered?.add({ what, flags: '--refresh' });
    return undefined;
  }
  const effect = await effectOfRefresh(run, found).catch((error: unknown) => {
    if (!isFailure(error)) throw error;
    return undefined;
  });
  // Nothing is known that would make the operator write it: the end says what is left to do.
  if (effect === undefined) return undefined;
  printLine(
    context.stderr,
    `By itself, the operator writes the new string into secret/${name} within 3 hours at the latest. --refresh ${effect}.`,
  );
  return agrees('Have it written as soon as the endpoint is available?', context);
}
