import { optionalToggle, text, toggle } from '../../args/flag.ts';
import {
  flags,
  general,
  databaseUserFlag,
  endpointFlag,
  fieldManagerFlag,
  forceFlag,
  selectorFlags,
  yesFlag,
} from '../../args/flag-groups.ts';
import { oneOrMore } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, type Example, verbFacts } from '../../verb.ts';
import { jsonPathFormats } from '../../../output/jsonpath/template-formats.ts';
import { changeOutputFlag, dryRunFlags } from '../../args/dry-run/flag.ts';

export const formats = ['json', 'yaml', 'pod-env', 'name', ...jsonPathFormats] as const;

const examples: readonly [Example, ...Example[]] = [
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
];

export const upFacts = verbFacts(() => ({
  positional: { source: oneOrMore('SOURCE') },
  description: 'Do everything that is left to do: create the endpoint, link it, and print its connection string',
  examples,
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
    ...flags.attachment,
    recreate: toggle(general, 'Remove an endpoint that failed, or the one that --id names, and create it again'),
    ...changeOutputFlag(formats),
    ...dryRunFlags,
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
}));

export type UpArguments = ArgumentsOf<typeof upFacts>;
