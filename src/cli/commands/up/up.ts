import { checkFormat, isStructured, jsonPathFormats, structured } from '../../../output/format.ts';
import { optionalToggle, text, toggle } from '../../args/flag.ts';
import { asRehearsed, changeOutputFlag, dryRunFlag, isRehearsed, printCommandsFlag } from '../../args/dry-run/flag.ts';
import {
  databaseUserFlag,
  endpointFlag,
  fieldManagerFlag,
  flags,
  forceFlag,
  general,
  ipFlag,
  selectorFlags,
  yesFlag,
} from '../../args/flag-groups.ts';
import { oneOrMore } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { namedSources } from '../several/named-sources.ts';
import { connectEndpoints } from '../connect/connect-endpoints.ts';
import { viewOf } from '../connect/result.ts';
import { rehearseConnection } from '../dry-run/connect.ts';
import { plannedString } from '../../words/steps.ts';
import { Unanswered } from '../../questions/unanswered.ts';
import { printStrings } from './print-strings.ts';
import { upVerb } from './verb.ts';
import type { StringAnswers } from './settle-string.ts';
import type { Ending } from '../dry-run/ending.ts';

const formats = ['json', 'yaml', 'pod-env', 'name', ...jsonPathFormats] as const;

export const up = defineVerb({
  name: 'up',
  positional: { source: oneOrMore('SOURCE') },
  description: 'Do everything that is left to do: create the endpoint, link it, and print its connection string',
  examples: [
    [`${PROGRAM} up orders --from-nodes`, "From nothing to the connection string, beside the cluster's nodes"],
    [
      `${PROGRAM} up orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d`,
      'The same in a place of your choice, here on AWS',
    ],
    [`${PROGRAM} up orders --dry-run -o diff`, 'See what would change, and change nothing'],
    [`${PROGRAM} up orders`, 'Continue where an earlier run, or someone else, stopped'],
    [
      `${PROGRAM} up -l app=shop --subnet-id us-east-1=subnet-0a1b2c3d,eu-west-1=subnet-0e1f2a3b`,
      'For every labelled object, side by side',
    ],
  ],
  flags: {
    ...flags.placement,
    ...databaseUserFlag,
    refresh: optionalToggle(
      general,
      'Make the operator rewrite the Secret of a dedicated cluster at the end, as secret --refresh does',
    ),
    ...yesFlag,
    ...selectorFlags,
    ...endpointFlag,
    id: text(general, 'Link the existing cloud endpoint with this id'),
    ...ipFlag,
    recreate: toggle(general, 'Remove an endpoint that failed, or the one that --id names, and create it again'),
    ...changeOutputFlag(formats),
    ...dryRunFlag,
    ...printCommandsFlag,
    ...fieldManagerFlag,
    ...forceFlag,
    git: toggle(
      general,
      'Print each change to the object for Git, and wait until it is applied, instead of writing it',
    ),
    write: text(general, 'Make the changes in this manifest file, for you to commit (implies --git)', {
      value: 'FILE',
      completes: 'files',
    }),
    ...flags.description,
    ...flags.wait,
  },
  async run(args, context): Promise<number> {
    if (isRehearsed(args))
      return rehearseConnection(asRehearsed(args), context, up, (own, asking, settled) => {
        const { verb, answers } = upVerb({ ...args, ...own }, asking, settled);
        return { verb, ending: () => ({ plan: [plannedString(answers())], commands: secretScript(answers()) }) };
      });
    const format = await checkFormat(args.output, formats);
    const named = await namedSources(args, up, context);
    if (!('one' in named)) {
      const { upSeveral } = await import('./up-several.ts');
      return upSeveral(named, { ...args, source: '' }, format, context);
    }
    const one = { ...args, source: named.one };
    const unanswered = new Unanswered();
    const asking = { ...context, unanswered };
    const { verb, answers } = upVerb(one, asking, () => unanswered.refuse(context));
    const results = await connectEndpoints(one, asking, verb);
    if (results.every(({ stoppedAt }) => stoppedAt === undefined))
      await printStrings(results, format, { ...one, ...answers() }, context);
    else if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
    return 0;
  },
});

function secretScript(answers: StringAnswers): Ending['commands'] {
  return async (run, endpoints, settings) => {
    const { secretCommands } = await import('../dry-run/script/secret.ts');
    return secretCommands(run, answers, endpoints, settings);
  };
}
