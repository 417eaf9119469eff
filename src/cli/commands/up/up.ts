import { checkFormat, isStructured, jsonPathFormats, structured } from '../../../output/format.ts';
import { text, toggle } from '../../args/flag.ts';
import {
  databaseUserFlag,
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  ipFlag,
  outputFlag,
  yesFlag,
} from '../../args/flag-groups.ts';
import { required } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { advance } from '../advance/advance.ts';
import { viewOf } from '../advance/result.ts';
import { printStrings } from './strings.ts';

const formats = ['json', 'yaml', 'env', 'pod-env', 'name', ...jsonPathFormats] as const;

export const up = defineVerb({
  name: 'up',
  positional: { source: required('SOURCE') },
  description: 'Do everything that is still to be done: create, link, and print the connection string',
  examples: [
    [`${PROGRAM} up orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d`, 'From nothing to the connection string'],
    [`${PROGRAM} up orders`, 'Go on where an earlier run, or somebody else, stopped'],
  ],
  flags: {
    ...endpointFlag,
    id: text(general, 'The cloud endpoint to link, if it exists already'),
    ...ipFlag,
    ...databaseUserFlag,
    recreate: toggle(general, 'Remove an endpoint that failed or has another id, and make it anew'),
    refresh: toggle(
      general,
      'Make the operator write the Secret of a dedicated cluster at the end, as secret --refresh does',
    ),
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...forceFlag,
    ...yesFlag,
    ...flags.description,
    ...flags.placement,
    ...flags.wait,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    const results = await advance(args, context, { name: 'up', until: () => 'available', declares: true }, format);
    if (results === undefined) return 0;
    if (results.every(({ stoppedAt }) => stoppedAt === undefined)) await printStrings(results, format, args, context);
    else if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    return 0;
  },
});
