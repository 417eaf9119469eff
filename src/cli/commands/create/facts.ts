import { toggle } from '../../args/flag.ts';
import {
  flags,
  general,
  endpointFlag,
  fieldManagerFlag,
  forceFlag,
  selectorFlags,
  yesFlag,
} from '../../args/flag-groups.ts';
import { oneOrMore } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';
import { jsonPathFormats } from '../../../output/jsonpath/template-formats.ts';
import { changeOutputFlag, dryRunFlags } from '../../args/dry-run/flag.ts';

export const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const createFacts = verbFacts(() => ({
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
    ...dryRunFlags,
    ...fieldManagerFlag,
    ...forceFlag,
    ...yesFlag,
    ...flags.description,
    ...flags.wait,
  },
}));

export type CreateArguments = ArgumentsOf<typeof createFacts>;
