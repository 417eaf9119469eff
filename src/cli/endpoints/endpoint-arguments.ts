import type { Arguments } from '../args/flag.ts';
import type { endpointFlag, flags, outputFlag, yesFlag } from '../args/flag-groups.ts';
import type { DescriptionFlags } from '../../atlas/sources/private-endpoint/manifest.ts';
import type { ClientArguments } from '../open-run.ts';
import type { PlacementArguments } from './placement-flags.ts';

/** What every verb that works on an endpoint says about it. */
type Always = { readonly source: string } & Arguments<typeof endpointFlag & typeof yesFlag> &
  Arguments<ReturnType<typeof outputFlag>>;

/** What some of these verbs say in addition. */
type Sometimes = Partial<Arguments<typeof flags.attachment & typeof flags.description>> & {
  readonly id?: string | undefined;
};

/** The arguments that say which endpoints a command line is for, and where to place them. */
export type EndpointArguments = ClientArguments & PlacementArguments & Always & Sometimes;

/** The flags that describe an object which does not exist yet. */
export function descriptionOf(args: EndpointArguments): DescriptionFlags {
  return {
    project: args.project,
    projectId: args['project-id'],
    connectionSecret: args['connection-secret'],
    provider: args.provider,
    region: args.region,
  };
}
