import { partsOf } from '../../core/endpoint.ts';
import type { Hint } from '../../core/next-command.ts';
import { type Template, checkFormat, jsonPathFormats, structured } from '../../output/format.ts';
import { toggle } from '../args/flag.ts';
import { asRehearsed, changeOutputFlag, dryRunFlag, isRehearsed, printCommandsFlag } from '../args/dry-run/flag.ts';
import {
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  selectorFlags,
  yesFlag,
} from '../args/flag-groups.ts';
import { oneOrMore } from '../args/positional.ts';
import type { VerbContext } from '../context.ts';
import { namedSources } from './several/named-sources.ts';
import { PROGRAM } from '../program.ts';
import { defineVerb } from '../verb.ts';
import { connectEndpoints } from './connect/connect-endpoints.ts';
import { type ConnectResult, commandFor, resourceName, secretCommand, viewOf } from './connect/result.ts';
import { rehearseConnection } from './dry-run/connect.ts';
import { connectAndPrint } from './several/connect/connect-and-print.ts';
import { printHint } from '../hints.ts';
import { printConnected } from './connect/print-end.ts';
import { printLine } from '../../output/escape.ts';

type Results = readonly ConnectResult[];

const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const create = defineVerb({
  name: 'create',
  positional: { source: oneOrMore('SOURCE') },
  description: 'Declare an endpoint, wait for its service and, given a placement, create the cloud endpoint',
  examples: [
    [`${PROGRAM} create orders`, 'Reserve the service and print its name'],
    [`${PROGRAM} create orders --from-nodes`, "Create the cloud endpoint too, beside the cluster's nodes"],
    [
      `${PROGRAM} create orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d`,
      'Create the interface endpoint in a place of your choice',
    ],
    [`${PROGRAM} create -l app=shop`, 'Reserve the services of every labelled object, side by side'],
  ],
  flags: {
    ...flags.placement,
    ...selectorFlags,
    ...endpointFlag,
    recreate: toggle(general, 'Remove an endpoint that failed, and create it again'),
    ...changeOutputFlag(formats),
    ...dryRunFlag,
    ...printCommandsFlag,
    ...fieldManagerFlag,
    ...forceFlag,
    ...yesFlag,
    ...flags.description,
    ...flags.wait,
  },
  async run(args, context): Promise<number> {
    const verb = {
      name: 'create',
      until: (placed: boolean) => (placed ? ('cloud-endpoint' as const) : ('reserved' as const)),
      declares: true,
    };
    if (isRehearsed(args)) return rehearseConnection(asRehearsed(args), context, create, () => ({ verb }));
    const format = await checkFormat(args.output, formats);
    const named = await namedSources(args, create, context);
    if (!('one' in named)) {
      const show = { format, done: 'created', print: (results: Results) => printCreated(results, format, context) };
      return connectAndPrint(named, args, { verb, ...show }, context);
    }
    const results = await connectEndpoints({ ...args, source: named.one }, context, verb);
    if (format === 'name') printNames(results, context);
    else if (format !== undefined) context.stdout.write(await structured(format, viewOf(results)));
    else for (const line of results.flatMap(madeFor)) printLine(context.stdout, line);
    printConnected(results, context);
    for (const result of results)
      if (result.stoppedAt === undefined) for (const line of nextCommands(result)) printHint(line, context);
    return 0;
  },
});

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
