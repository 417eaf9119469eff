import { checkFormat, isStructured, jsonPathFormats, structured } from '../../../output/format.ts';
import { optionalToggle, text, toggle } from '../../args/flag.ts';
import { changeOutputFlag, dryRunFlag } from '../../args/dry-run/flag.ts';
import {
  databaseUserFlag,
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  ipFlag,
  yesFlag,
} from '../../args/flag-groups.ts';
import { required } from '../../args/positional.ts';
import { printLine } from '../../../output/escape.ts';
import { agreed, rehearseConnection } from '../dry-run/connect.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { connectEndpoints } from '../connect/connect-endpoints.ts';
import { viewOf } from '../connect/result.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import { plannedString } from '../../words/steps.ts';
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
      'The same in a place of your own choice, here on AWS',
    ],
    [`${PROGRAM} up orders --dry-run -o diff`, 'See what would change, and change nothing'],
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
    ...changeOutputFlag(formats),
    ...dryRunFlag,
    ...fieldManagerFlag,
    ...forceFlag,
    ...flags.description,
    ...flags.wait,
  },
  async run(args, context) {
    const isDryRun = args['dry-run'] !== undefined;
    const format = isDryRun ? undefined : await checkFormat(args.output, formats);
    const unanswered = new Unanswered();
    const asking = { ...context, unanswered, ...(isDryRun ? { ask: undefined } : {}) };
    const asked = { args: isDryRun ? agreed(args) : args, context: asking };
    let answers: StringAnswers = args;
    const settle = async (found: Unsettled): Promise<readonly SelectedEndpoint[]> => {
      const { endpoints, asTagged } = await settlePlacement(found, asked);
      answers = await settleString({ ...found, endpoints: asTagged }, asked);
      if (isDryRun) for (const note of unanswered.notes()) printLine(context.stderr, note);
      else unanswered.refuse(context);
      return endpoints;
    };
    const verb = { name: 'up', until, declares: true, proposesPlacement: true, endsWithString: true, settle };
    if (isDryRun) return rehearseConnection(args, asking, verb, () => [plannedString(answers)]);
    const results = await connectEndpoints(args, asking, verb);
    if (results.every(({ stoppedAt }) => stoppedAt === undefined))
      await printStrings(results, format, { ...args, ...answers }, context);
    else if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    return 0;
  },
});
