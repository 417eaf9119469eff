import { UserError } from '../../core/errors.ts';
import { checkFormat, isStructured, jsonPathFormats, structured } from '../../output/format.ts';
import { text, toggle } from '../args/flag.ts';
import {
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  ipFlag,
  outputFlag,
  yesFlag,
} from '../args/flag-groups.ts';
import { required } from '../args/positional.ts';
import { PROGRAM } from '../program.ts';
import { defineVerb } from '../verb.ts';
import { connectEndpoints } from './connect/connect-endpoints.ts';
import { type ConnectResult, resourceName, secretCommand, viewOf } from './connect/result.ts';
import { printHint } from '../hints.ts';
import { repeatWarnings } from './connect/print-end.ts';
import { printLine } from '../../output/escape.ts';

const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const link = defineVerb({
  name: 'link',
  positional: { source: required('SOURCE') },
  description: "Write the cloud endpoint's id into the spec and wait until Atlas has connected it",
  examples: [
    [`${PROGRAM} link orders`, 'Find the endpoint by its tags, then by its service, and link it'],
    [`${PROGRAM} link orders --id vpce-0123456789abcdef0`, 'Link a specific cloud endpoint'],
  ],
  flags: {
    ...endpointFlag,
    id: text(general, 'Link the cloud endpoint with this id, such as vpce-0123456789abcdef0'),
    ...ipFlag,
    'skip-cloud-check': toggle(
      general,
      'Skip the check of the endpoint that --id names, for users without access to the cloud account',
    ),
    recreate: toggle(general, 'Remove an endpoint that failed, or the one that --id names, and reserve a new service'),
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...forceFlag,
    ...yesFlag,
    ...flags.account,
    ...flags.wait,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    if (args['skip-cloud-check'] && args.id === undefined) {
      throw new UserError('--skip-cloud-check requires --id', {
        hint: 'give --id, or omit --skip-cloud-check to have the endpoint looked up in the cloud',
      });
    }
    const results = await connectEndpoints(args, context, { name: 'link', until: () => 'available', declares: false });
    if (results === undefined) return 0;
    if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    // Several endpoints of one object are one line.
    for (const [name, same] of isStructured(format) ? [] : Map.groupBy(results, resourceName))
      printLine(context.stdout, `${name}${format === 'name' ? '' : ` ${outcomeOf(same)}`}`);
    repeatWarnings(results, context);
    for (const result of results) {
      if (result.stoppedAt === undefined) printHint(['next: ', secretCommand(result)], context);
    }
    return 0;
  },
});

/** What became of an object, in kubectl's words. */
function outcomeOf(results: readonly ConnectResult[]): string {
  if (results.some(({ stoppedAt }) => stoppedAt !== undefined)) return 'configured';
  return results.every(({ performed }) => performed.length === 0) ? 'unchanged' : 'linked';
}
