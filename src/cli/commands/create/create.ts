import type { Hint } from '../../../core/next-command.ts';
import { type Template, checkFormat, structured } from '../../../output/format.ts';
import { asRehearsed, isRehearsed } from '../../args/dry-run/flag.ts';
import type { VerbContext } from '../../context.ts';
import { namedSources } from '../several/named-sources.ts';
import { connectEndpoints } from '../connect/connect-endpoints.ts';
import { type ConnectResult, commandFor, resourceName, secretCommand, viewOf } from '../connect/result.ts';
import { rehearseConnection } from '../dry-run/connect.ts';
import { connectAndPrint } from '../several/connect/connect-and-print.ts';
import { printHint } from '../../hints.ts';
import { printConnected } from '../connect/print-end.ts';
import { printLine } from '../../../output/escape.ts';
import type { Verb } from '../../verb.ts';
import { type CreateArguments, formats } from './facts.ts';
import { partsOf } from '../../../core/endpoint.ts';

type Results = readonly ConnectResult[];

export async function create(args: CreateArguments, context: VerbContext, verb: Verb): Promise<number> {
  const steps = {
    name: 'create',
    until: (placed: boolean) => (placed ? ('cloud-endpoint' as const) : ('reserved' as const)),
    declares: true,
  };
  if (isRehearsed(args)) return rehearseConnection(asRehearsed(args), context, verb, () => ({ verb: steps }));
  const format = await checkFormat(args.output, formats);
  const named = await namedSources(args, verb, context);
  if (!('one' in named)) {
    const show = { format, done: 'created', print: (results: Results) => printCreated(results, format, context) };
    return connectAndPrint(named, args, { verb: steps, ...show }, context);
  }
  const results = await connectEndpoints({ ...args, source: named.one }, context, steps);
  if (format === 'name') printNames(results, context);
  else if (format !== undefined) context.stdout.write(await structured(format, viewOf(results)));
  else for (const line of results.flatMap(madeFor)) printLine(context.stdout, line);
  printConnected(results, context);
  for (const result of results)
    if (result.stoppedAt === undefined) for (const line of nextCommands(result)) printHint(line, context);
  return 0;
}

/** The service of an endpoint, and its cloud endpoint where it has one. */
function madeFor({ endpoint, cloudEndpoint }: ConnectResult): readonly string[] {
  return [...partsOf(endpoint.service ?? ''), ...(cloudEndpoint === undefined ? [] : [cloudEndpoint])];
}

function printNames(results: Results, { stdout }: VerbContext): void {
  for (const name of new Set(results.map(resourceName))) printLine(stdout, name);
}

/** Prints the same of several objects: a line for each endpoint, which begins with its object. */
function printCreated(results: Results, format: string | Template | undefined, context: VerbContext): void {
  if (format === 'name') return printNames(results, context);
  for (const result of results) printLine(context.stdout, [resourceName(result), ...madeFor(result)].join(' '));
}

/** What to do next, line by line. */
function nextCommands(result: ConnectResult): readonly Hint[] {
  const { endpoint, cloudEndpoint, selected } = result;
  if (endpoint.phase === 'Available') return [['next: ', secretCommand(result)]];
  const link = commandFor(result, 'link');
  if (cloudEndpoint !== undefined) return [['next: ', link]];
  const { cloud, flags: given } = selected;
  return [
    'next, create the cloud endpoint:',
    ['  ', { ...commandFor(result, 'create'), more: cloud.placementHint }],
    "or with the cloud's own command line:",
    ['  ', cloud.commandHint(endpoint.service ?? '', given)],
    ['then: ', link],
  ];
}
