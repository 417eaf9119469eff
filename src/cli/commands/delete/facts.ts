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
import { several } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';
import { changeOutputFlag, dryRunFlags } from '../../args/dry-run/flag.ts';

export const deletionFacts = verbFacts(() => ({
  positional: { source: several('SOURCE') },
  description: 'Unlink an endpoint, wait until Atlas has released it, and delete the cloud endpoint',
  examples: [
    [`${PROGRAM} delete orders`, 'Show what will be deleted on both sides, ask, and delete it'],
    [`${PROGRAM} delete ape/shop-us --endpoint web`, 'Delete one of several endpoints, and keep the object'],
    [`${PROGRAM} delete orders reports`, 'Show what will be deleted of both, ask once, and delete it side by side'],
    [`${PROGRAM} delete --orphans`, 'List cloud endpoints made by this plugin that nothing refers to'],
  ],
  flags: {
    ...selectorFlags,
    ...endpointFlag,
    'keep-cloud-endpoint': toggle(
      general,
      'Unlink only, and keep the cloud endpoint without contacting the cloud account',
    ),
    orphans: toggle(general, "List cloud endpoints with this plugin's tags that nothing refers to (takes no SOURCE)"),
    'ignore-not-found': toggle(general, 'Succeed even if there is nothing to delete'),
    ...yesFlag,
    ...dryRunFlags,
    ...changeOutputFlag(['name']),
    ...fieldManagerFlag,
    ...forceFlag,
    ...flags.account,
    ...flags.wait,
  },
}));

export type DeletionArguments = ArgumentsOf<typeof deletionFacts>;
