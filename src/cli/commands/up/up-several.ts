import { SeveralClustersError } from '../../../atlas/secret/of-source.ts';
import { stringsOf } from '../../../atlas/secret/endpoint-strings.ts';
import { UserError } from '../../../core/errors.ts';
import { escapeControl, printLine } from '../../../output/escape.ts';
import { isStructured, structured } from '../../../output/format.ts';
import type { VerbContext } from '../../context.ts';
import type { SeveralSources } from '../several/named-sources.ts';
import { printHint } from '../../hints.ts';
import { stringTable } from '../../views/string-table.ts';
import type { ConnectArguments } from '../connect/request.ts';
import { gatherWarnings, printWarning } from '../connect/print-end.ts';
import { type ConnectResult, secretCommand, viewsOf } from '../connect/result.ts';
import { type SeveralVerb, connectSeveral } from '../several/connect/connect-several.ts';
import type { Outcome } from '../several/member.ts';
import { knownEndpoint } from '../secret/known-endpoint.ts';
import { summarize } from '../several/summary.ts';
import type { StringArguments } from './dedicated-secret.ts';
import {
  type EndedStrings,
  type StringFormat,
  awaitEndStrings,
  isOfOneSecret,
  viewWithStrings,
} from './print-strings.ts';
import { printSeveralClusters } from './end.ts';
import { upVerb } from './verb.ts';

/** What `up` comes to for one of several objects. */
interface Ended {
  readonly results: readonly [ConnectResult, ...ConnectResult[]];
  /** Undefined where --wait=false stopped it before, and where nothing says of which of several clusters they are to be. */
  readonly strings: EndedStrings | undefined;
  readonly severalClusters?: SeveralClustersError;
}

/**
 * Does for several objects what `up` does for one, and prints what they come to when all have ended.
 * @returns the exit code
 * @throws UserError before anything is changed
 */
export async function upSeveral(
  sources: SeveralSources,
  args: ConnectArguments & StringArguments,
  format: StringFormat | undefined,
  context: VerbContext,
): Promise<number> {
  if (format === 'pod-env')
    throw new UserError('-o pod-env is for one endpoint, and this command line is for several objects', {
      hint: ['print it for each of them with: ', { verb: 'secret', source: 'NAME', flags: { o: 'pod-env' } }],
    });
  const startedAt = context.now();
  const outcomes = await connectSeveral(sources, args, { verb: verbFor(args, format) }, context);
  await print(outcomes, format, context);
  printEnd(outcomes, { user: args.user, format }, context);
  return summarize(outcomes, { done: 'connected', startedAt, isStopped }, context);
}

function isStopped({ strings, severalClusters }: Ended): boolean {
  return strings === undefined && severalClusters === undefined;
}

/** What is done for each object, up to its strings. */
function verbFor(args: StringArguments, format: StringFormat | undefined): SeveralVerb<Ended>['verb'] {
  return (own, asking) => {
    const { verb, answers } = upVerb({ ...own, user: args.user, refresh: args.refresh }, asking);
    const end = async (results: Ended['results'], context: VerbContext): Promise<Ended> => {
      if (results.some(({ stoppedAt }) => stoppedAt !== undefined)) return { results, strings: undefined };
      const [{ progress }] = results;
      try {
        const strings = await awaitEndStrings(results, { args: { ...args, ...answers() }, context, progress });
        return { results, strings };
      } catch (error) {
        if (!(error instanceof SeveralClustersError) || isOfOneSecret(format)) throw error;
        return { results, strings: undefined, severalClusters: error };
      }
    };
    return { verb, end };
  };
}

/** Repeats what deserves thought, and says how a Pod gets a string. */
function printEnd(
  outcomes: readonly Outcome<Ended>[],
  { user, format }: { readonly user: string | undefined; readonly format: StringFormat | undefined },
  context: VerbContext,
): void {
  const ended = outcomes.flatMap(({ result }) => result ?? []);
  const results = ended.flatMap((each) => each.results);
  gatherWarnings(results, context);
  for (const { strings } of ended) if (strings?.lack !== undefined) printWarning(strings.lack, context);
  for (const { severalClusters } of ended)
    if (severalClusters !== undefined) printSeveralClusters(severalClusters, context);
  const usable = ended.find(({ strings }) => strings !== undefined && strings.lack === undefined);
  if (usable === undefined || format !== undefined) return;
  printHint(['use one in a Pod, such as: ', secretCommand(usable.results[0], { user, o: 'pod-env' })], context);
}

/** Prints the data of those that succeeded, in the order of their names. */
async function print(
  outcomes: readonly Outcome<Ended>[],
  format: StringFormat | undefined,
  { stdout }: VerbContext,
): Promise<void> {
  const ended = outcomes.flatMap(({ name, result }) => (result === undefined ? [] : [{ name, ...result }]));
  if (isStructured(format)) {
    const items = ended.flatMap(({ results, strings }) =>
      strings === undefined ? viewsOf(results) : results.map((each) => viewWithStrings([each], strings.found)),
    );
    stdout.write(await structured(format, { kind: 'EndpointList', items }));
    return;
  }
  const written = ended.flatMap(({ name, strings }) =>
    strings === undefined || strings.lack !== undefined
      ? []
      : [{ source: name, found: strings.found, of: strings.source.endpoint }],
  );
  if (format === 'name') {
    for (const name of new Set(written.map(({ found }) => found.secret.name)))
      printLine(stdout, `secret/${escapeControl(name)}`);
    return;
  }
  if (written.length === 0) return;
  const rows = written.map(({ source, found, of }) => ({
    source,
    found,
    strings: stringsOf(
      found,
      knownEndpoint(found, of, () => undefined),
    ),
  }));
  stdout.write(await stringTable(rows, { headers: true, users: false }));
}
