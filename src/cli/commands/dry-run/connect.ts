import type { Verb } from '../../verb.ts';
import type { VerbContext } from '../../context.ts';
import { selectEndpoints } from '../../endpoints/select-endpoints.ts';
import { Unanswered } from '../../questions/unanswered.ts';
import { accountTeller } from '../../tell-account.ts';
import { printLine } from '../../../output/escape.ts';
import { prepareEndpoints } from '../connect/connect-endpoints.ts';
import { reportFailure, resultsOf } from '../connect/failures.ts';
import type { ConnectArguments, ConnectVerb } from '../connect/request.ts';
import { type NameArguments, namedSources } from '../several/named-sources.ts';
import { type Ending, withEnding } from './ending.ts';
import { rehearseEndpoint } from './endpoint.ts';
import { gitNote } from './git-note.ts';
import { printRehearsal } from './print.ts';
import { type DryRunArguments, type Showing, dryRun } from './rehearsed.ts';

/** What create, link and up would do with the endpoints of one object. */
export interface RehearsedVerb {
  readonly verb: ConnectVerb;
  /** What comes after the plans, once the endpoints are prepared. */
  readonly ending?: () => Ending;
}

/**
 * The verb for one object.
 * @param settled called when all is known that a run would have to be told
 */
export type VerbOf = (args: ConnectArguments, context: VerbContext, settled?: () => void) => RehearsedVerb;

/** A command line with --dry-run of a verb that connects endpoints. */
export type RehearsedArguments = Omit<ConnectArguments, 'source'> & DryRunArguments & NameArguments;

/** The command line of a run that changes nothing: there is nothing to agree to, and nothing to wait for. */
export function agreed<A extends Omit<ConnectArguments, 'source'>>(args: A): A {
  return { ...args, yes: true, wait: true };
}

/**
 * Shows what create, link or up would do, from what there is now.
 * @returns the exit code
 * @throws UserError for whatever would stop the verb before its first change
 */
export function rehearseConnection(
  args: RehearsedArguments,
  context: VerbContext,
  declared: Verb,
  verbOf: VerbOf,
): Promise<number> {
  return dryRun(args, context, async (showing) => {
    const named = await namedSources(args, declared, context);
    if ('one' in named) return rehearseOne({ ...args, source: named.one }, showing, verbOf, context);
    const { rehearseSeveral } = await import('./connect-several.ts');
    return rehearseSeveral(named, args, { showing, verbOf }, context);
  });
}

async function rehearseOne(
  args: ConnectArguments,
  showing: Showing,
  verbOf: VerbOf,
  context: VerbContext,
): Promise<number> {
  const unanswered = new Unanswered();
  const asking = { ...context, unanswered, ask: undefined };
  const own = agreed(args);
  const { verb, ending } = verbOf(own, asking, () => {
    for (const note of unanswered.notes()) printLine(context.stderr, note);
  });
  const asked = { args: own, context: asking, verb };
  const found = await selectEndpoints(own, asking, verb);
  const more = { client: found.run.client, tellAccount: accountTeller(asking) };
  const { endpoints, request } = await prepareEndpoints(found, asked, more);
  const runs = await Promise.allSettled(
    endpoints.map((each) => reportFailure(each, rehearseEndpoint(each, request, showing), context)),
  );
  const rehearsed = await withEnding(resultsOf(endpoints, runs, context), ending?.(), { run: found.run, showing });
  const { notes, objects } = gitNote(args, showing);
  return printRehearsal(found.run, [...rehearsed, ...notes], objects, context);
}
