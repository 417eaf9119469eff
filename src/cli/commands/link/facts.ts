import { text, toggle } from '../../args/flag.ts';
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

export const linkFacts = verbFacts(() => ({
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
    ...flags.attachment,
    'skip-cloud-check': toggle(
      general,
      'Skip the check of the endpoint that --id names, for users without access to the cloud account',
    ),
    recreate: toggle(general, 'Remove an endpoint that failed, or the one that --id names, and reserve a new service'),
    ...changeOutputFlag(formats),
    ...dryRunFlags,
    ...fieldManagerFlag,
    ...forceFlag,
    ...yesFlag,
    ...flags.account,
    ...flags.wait,
  },
}));

export type LinkArguments = ArgumentsOf<typeof linkFacts>;
