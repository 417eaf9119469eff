import { UserError } from '../../../core/errors.ts';
import { type Template, checkFormat, isStructured, structured } from '../../../output/format.ts';
import { asRehearsed, isRehearsed } from '../../args/dry-run/flag.ts';
import type { VerbContext } from '../../context.ts';
import { namedSources } from '../several/named-sources.ts';
import { connectEndpoints } from '../connect/connect-endpoints.ts';
import { type ConnectResult, resourceName, secretCommand, viewOf } from '../connect/result.ts';
import { rehearseConnection } from '../dry-run/connect.ts';
import { connectAndPrint } from '../several/connect/connect-and-print.ts';
import { printHint } from '../../hints.ts';
import { printConnected } from '../connect/print-end.ts';
import { printLine } from '../../../output/escape.ts';
import type { Verb } from '../../verb.ts';
import { type LinkArguments, formats } from './facts.ts';

type Results = readonly ConnectResult[];

export async function link(args: LinkArguments, context: VerbContext, verb: Verb): Promise<number> {
  if (args['skip-cloud-check'] && args.id === undefined) {
    throw new UserError('--skip-cloud-check requires --id', {
      hint: 'give --id, or omit --skip-cloud-check to have the endpoint looked up in the cloud',
    });
  }
  const steps = { name: 'link', until: () => 'available' as const, declares: false };
  if (isRehearsed(args)) return rehearseConnection(asRehearsed(args), context, verb, () => ({ verb: steps }));
  const format = await checkFormat(args.output, formats);
  const named = await namedSources(args, verb, context);
  if (!('one' in named)) {
    const show = { format, done: 'linked', print: (results: Results) => printLinked(results, format, context) };
    return connectAndPrint(named, args, { verb: steps, ...show }, context);
  }
  const results = await connectEndpoints({ ...args, source: named.one }, context, steps);
  if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
  else printLinked(results, format, context);
  printConnected(results, context);
  for (const result of results) {
    if (result.stoppedAt === undefined) printHint(['next: ', secretCommand(result)], context);
  }
  return 0;
}

/** Prints what became of each object. Several endpoints of one object are one line. */
function printLinked(results: Results, format: string | Template | undefined, { stdout }: VerbContext): void {
  for (const [name, same] of Map.groupBy(results, resourceName))
    printLine(stdout, `${name}${format === 'name' ? '' : ` ${outcomeOf(same)}`}`);
}

/** What became of an object, in kubectl's words. */
function outcomeOf(results: readonly ConnectResult[]): string {
  if (results.some(({ stoppedAt }) => stoppedAt !== undefined)) return 'configured';
  return results.every(({ performed }) => performed.length === 0) ? 'unchanged' : 'linked';
}
