import { UserError } from '../../core/errors.ts';
import { checkFormat, isStructured, jsonPathFormats, structured } from '../../output/format.ts';
import { endpointFlag, fieldManagerFlag, flags, ipFlag, outputFlag, type Verb, yesFlag } from '../args/flag-groups.ts';
import { advance } from './advance.ts';
import { resourceName, viewOf } from './create.ts';

const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const link: Verb = {
  name: 'link',
  usage: 'SOURCE',
  description: "Write the cloud endpoint's id into the spec and wait until Atlas has connected it",
  examples: [
    ['kubectl atlas-pe link orders', 'Find the endpoint by its tags, then by its service, and link it'],
    ['kubectl atlas-pe link orders --id vpce-0123456789abcdef0', 'Link this one'],
  ],
  flags: {
    ...endpointFlag,
    id: {
      type: 'string',
      group: 'Flags:',
      description: "The cloud endpoint's id, such as vpce-0123456789abcdef0",
      requiresArg: true,
    },
    ...ipFlag,
    'skip-cloud-check': {
      type: 'boolean',
      group: 'Flags:',
      description: 'With --id: do not look at the cloud endpoint first; for who has no rights in the cloud account',
    },
    recreate: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Remove an endpoint that failed or has another id, and reserve a new service',
    },
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...yesFlag,
    ...flags.account,
    ...flags.wait,
  },
  async run(args, context) {
    const format = await checkFormat(args['output'], formats);
    if (args['skip-cloud-check'] === true && args['id'] === undefined) {
      throw new UserError('--skip-cloud-check needs --id', {
        hint: 'without an id the endpoint has to be looked up in the cloud',
      });
    }
    const results = await advance(args, context, { name: 'link', until: () => 'available', declares: false });
    if (results === undefined) return 0;
    if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    for (const result of results) {
      const outcome =
        result.stoppedAt !== undefined ? 'configured' : result.performed.length === 0 ? 'unchanged' : 'linked';
      if (!isStructured(format))
        context.stdout.write(`${resourceName(result)}${format === 'name' ? '' : ` ${outcome}`}\n`);
      if (result.stoppedAt === undefined)
        context.stderr.write(`next: kubectl atlas-pe secret ${result.observed.target}\n`);
    }
    return 0;
  },
};
