import { toggle } from '../../args/flag.ts';
import { flags, general, endpointFlag, fieldManagerFlag, forceFlag, yesFlag } from '../../args/flag-groups.ts';
import { requiredOf } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';
import { changeOutputFlag, dryRunFlags } from '../../args/dry-run/flag.ts';

export const migrateFacts = verbFacts(() => ({
  positional: { source: requiredOf('SOURCE', 'atlasproject') },
  description: "Move the endpoints of a project's own list to AtlasPrivateEndpoints, while Atlas keeps everything",
  examples: [
    [`${PROGRAM} migrate ap/shop`, 'Show the steps, ask, and move the endpoints'],
    [`${PROGRAM} migrate ap/shop --dry-run=server -o diff`, 'See what would change, and change nothing'],
    [`${PROGRAM} migrate ap/shop --undo`, 'Go back before the last change'],
  ],
  flags: {
    ...endpointFlag,
    undo: toggle(general, 'Take back a move that has begun, until its last change'),
    ...yesFlag,
    ...dryRunFlags,
    ...changeOutputFlag(['name']),
    ...fieldManagerFlag,
    ...forceFlag,
    ...flags.wait,
  },
}));

export type MigrateArguments = ArgumentsOf<typeof migrateFacts>;
