import { checkFormat, isStructured, jsonPathFormats, structured } from '../../../output/format.ts';
import { optionalToggle, text, toggle } from '../../args/flag.ts';
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
import { connectEndpoints } from '../connect/connect-endpoints.ts';
import { viewOf } from '../connect/result.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import { Unanswered } from '../../questions/unanswered.ts';
import type { Unsettled } from '../connect/request.ts';
import { printStrings } from './print-strings.ts';
import { settlePlacement } from './settle-placement.ts';
import { type StringAnswers, settleString } from './settle-string.ts';

const until = (): 'available' => 'available';

const formats = ['json', 'yaml', 'pod-env', 'name', ...jsonPathFormats] as const;

export const up = defineVerb({
  name: 'up',
  positional: { source: required('SOURCE') },
  description: 'Do everything that is left to do: create the endpoint, link it, and print its connection string',
  examples: [
    [`${PROGRAM} up orders --from-nodes`, "From nothing to the connection string, beside the cluster's nodes"],
    [
      `${PROGRAM} up orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d`,
      'The same in a place of your choice, here on AWS',
    ],
    [`${PROGRAM} up orders`, 'Continue where an earlier run, or someone else, stopped'],
  ],
  flags: {
    ...flags.placement,
    ...databaseUserFlag,
    refresh: optionalToggle(
      general,
      'Make the operator rewrite the Secret of a dedicated cluster at the end, as secret --refresh does',
    ),
    ...yesFlag,
    ...endpointFlag,
    id: text(general, 'Link the existing cloud endpoint with this id'),
    ...ipFlag,
    recreate: toggle(general, 'Remove an endpoint that failed, or the one that --id names, and create it again'),
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...forceFlag,
    ...flags.description,
    ...flags.wait,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    const unanswered = new Unanswered();
    const asking = { ...context, unanswered };
    let answers: StringAnswers = args;
    const settle = async (found: Unsettled): Promise<readonly SelectedEndpoint[]> => {
      const { endpoints, asTagged } = await settlePlacement(found, { args, context: asking });
      answers = await settleString({ ...found, endpoints: asTagged }, { args, context: asking });
      unanswered.refuse(context);
      return endpoints;
    };
    const verb = { name: 'up', until, declares: true, proposesPlacement: true, endsWithString: true, settle };
    const results = await connectEndpoints(args, asking, verb, format);
    if (results === undefined) return 0;
    if (results.every(({ stoppedAt }) => stoppedAt === undefined))
      await printStrings(results, format, { ...args, ...answers }, context);
    else if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    return 0;
  },
});
