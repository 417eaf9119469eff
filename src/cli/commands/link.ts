import { UserError } from '../../core/errors.ts';
import { type Template, checkFormat, isStructured, jsonPathFormats, structured } from '../../output/format.ts';
import { text, toggle } from '../args/flag.ts';
import { asRehearsed, changeOutputFlag, dryRunFlag, isRehearsed, printCommandsFlag } from '../args/dry-run/flag.ts';
import {
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  ipFlag,
  selectorFlags,
  yesFlag,
} from '../args/flag-groups.ts';
import { oneOrMore } from '../args/positional.ts';
import type { VerbContext } from '../context.ts';
import { namedSources } from './several/named-sources.ts';
import { PROGRAM } from '../program.ts';
import { defineVerb } from '../verb.ts';
import { connectEndpoints } from './connect/connect-endpoints.ts';
import { type ConnectResult, resourceName, secretCommand, viewOf } from './connect/result.ts';
import { rehearseConnection } from './dry-run/connect.ts';
import { connectAndPrint } from './several/connect/connect-and-print.ts';
import { printHint } from '../hints.ts';
import { printConnected } from './connect/print-end.ts';
import { printLine } from '../../output/escape.ts';

type Results = readonly ConnectResult[];

const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const link = defineVerb({
  name: 'link',
  positional: { source: oneOrMore('SOURCE') },
  description: "Write the cloud endpoint's id into the spec and wait until Atlas has connected it",
  examples: [
    [`${PROGRAM} link orders`, 'Find the endpoint by its tags, then by its service, and link it'],
    [`${PROGRAM} link orders --id vpce-0123456789abcdef0`, 'Link a specific cloud endpoint'],
    [`${PROGRAM} link orders reports`, 'Link the endpoints of two deployments, side by side'],
  ],
  flags: {
    ...selectorFlags,
    ...endpointFlag,
    id: text(general, 'Link the cloud endpoint with this id, such as vpce-0123456789abcdef0'),
    ...ipFlag,
    'skip-cloud-check': toggle(
      general,
      'Skip the check of the endpoint that --id names, for users without access to the cloud account',
    ),
    recreate: toggle(general, 'Remove an endpoint that failed, or the one that --id names, and reserve a new service'),
    ...changeOutputFlag(formats),
    ...dryRunFlag,
    ...printCommandsFlag,
    ...fieldManagerFlag,
    ...forceFlag,
    ...yesFlag,
    ...flags.account,
    ...flags.wait,
  },
  async run(args, context): Promise<number> {
    if (args['skip-cloud-check'] && args.id === undefined) {
      throw new UserError('--skip-cloud-check requires --id', {
        hint: 'give --id, or omit --skip-cloud-check to have the endpoint looked up in the cloud',
      });
    }
    const verb = { name: 'link', until: () => 'available' as const, declares: false };
    if (isRehearsed(args)) return rehearseConnection(asRehearsed(args), context, link, () => ({ verb }));
    const format = await checkFormat(args.output, formats);
    const named = await namedSources(args, link, context);
    if (!('one' in named)) {
      const show = { format, done: 'linked', print: (results: Results) => printLinked(results, format, context) };
      return connectAndPrint(named, args, { verb, ...show }, context);
    }
    const results = await connectEndpoints({ ...args, source: named.one }, context, verb);
    if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    else printLinked(results, format, context);
    printConnected(results, context);
    for (const result of results) {
      if (result.stoppedAt === undefined) printHint(['next: ', secretCommand(result)], context);
    }
    return 0;
  },
});

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
