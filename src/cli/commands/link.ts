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
import { advance } from './advance/advance.ts';
import { type Advanced, commandFor, resourceName, viewOf } from './advance/result.ts';

const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const link = defineVerb({
  name: 'link',
  positional: { source: required('SOURCE') },
  description: "Write the cloud endpoint's id into the spec and wait until Atlas has connected it",
  examples: [
    [`${PROGRAM} link orders`, 'Find the endpoint by its tags, then by its service, and link it'],
    [`${PROGRAM} link orders --id vpce-0123456789abcdef0`, 'Link this one'],
  ],
  flags: {
    ...endpointFlag,
    id: text(general, "The cloud endpoint's id, such as vpce-0123456789abcdef0"),
    ...ipFlag,
    'skip-cloud-check': toggle(
      general,
      'With --id: do not look at the cloud endpoint first; for who has no rights in the cloud account',
    ),
    recreate: toggle(general, 'Remove an endpoint that failed or has another id, and reserve a new service'),
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
      throw new UserError('--skip-cloud-check needs --id', {
        hint: 'without an id the endpoint has to be looked up in the cloud',
      });
    }
    const results = await advance(args, context, { name: 'link', until: () => 'available', declares: false });
    if (results === undefined) return 0;
    if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    for (const result of results) {
      if (!isStructured(format))
        context.stdout.write(`${resourceName(result)}${format === 'name' ? '' : ` ${outcomeOf(result)}`}\n`);
      if (result.stoppedAt === undefined)
        context.stderr.write(`${context.hintText(['next: ', commandFor(result, 'secret')])}\n`);
    }
    return 0;
  },
});

/** What became of the object, as kubectl would say it. */
function outcomeOf({ stoppedAt, performed }: Advanced): string {
  if (stoppedAt !== undefined) return 'configured';
  return performed.length === 0 ? 'unchanged' : 'linked';
}
