import { type Template, isStructured, structured } from '../../../../output/format.ts';
import type { VerbContext } from '../../../context.ts';
import type { SeveralSources } from '../named-sources.ts';
import { gatherWarnings } from '../../connect/print-end.ts';
import type { ConnectArguments, ConnectVerb } from '../../connect/request.ts';
import { type ConnectResult, viewsOf } from '../../connect/result.ts';
import { connectSeveral } from './connect-several.ts';
import { summarize } from '../summary.ts';

/** A verb, and how it shows what became of the endpoints. */
interface Shown {
  readonly verb: ConnectVerb;
  readonly format: string | Template | undefined;
  /** How the summary says that an object is done. */
  readonly done: string;
  /** Prints the results as lines. */
  readonly print: (results: readonly ConnectResult[]) => void;
}

/** Nothing is left to do once the endpoints are where the verb takes them. */
function end(results: readonly ConnectResult[]): Promise<readonly ConnectResult[]> {
  return Promise.resolve(results);
}

function isStopped(results: readonly ConnectResult[]): boolean {
  return results.some(({ stoppedAt }) => stoppedAt !== undefined);
}

/**
 * Does for several objects what `create` and `link` do for one, and prints what they come to when all have ended.
 * @returns the exit code
 * @throws UserError before anything is changed
 */
export async function connectAndPrint(
  sources: SeveralSources,
  args: Omit<ConnectArguments, 'source'>,
  { verb, format, done, print }: Shown,
  context: VerbContext,
): Promise<number> {
  const startedAt = context.now();
  const outcomes = await connectSeveral(sources, args, { verb: () => ({ verb, end }) }, context);
  const results = outcomes.flatMap(({ result }) => result ?? []);
  if (isStructured(format))
    context.stdout.write(await structured(format, { kind: 'EndpointList', items: viewsOf(results) }));
  else print(results);
  gatherWarnings(results, context);
  return summarize(outcomes, { done, startedAt, isStopped }, context);
}
