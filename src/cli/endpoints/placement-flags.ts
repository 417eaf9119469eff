import type { PlacementFlags } from '../../cloud/placement.ts';
import { UserError } from '../../core/errors.ts';
import type { Arguments } from '../args/flag.ts';
import type { flags as groups } from '../args/flag-groups.ts';

/** The placement flags that a verb has; those of the account are on each. */
export type PlacementArguments = Arguments<typeof groups.account> & Partial<Arguments<typeof groups.placement>>;

/** The placement flags of a parsed command line. */
export function placementOf(args: PlacementArguments): PlacementFlags {
  return {
    vpcId: args['vpc-id'],
    subnetIds: args['subnet-id'],
    securityGroupIds: args['security-group-id'],
    region: args.region,
    profile: args.profile,
    subnet: args.subnet,
    resourceGroup: args['resource-group'],
    subscription: args.subscription,
    privateEndpointName: args['private-endpoint-name'],
    azureCloud: args['azure-cloud'],
    tags: args.tag,
  };
}

/**
 * The flags without what is to be chosen, and the groups, which alone are no placement.
 * @throws UserError where a flag names what --from-nodes chooses
 */
export function flagsBesideNodes(args: PlacementArguments): PlacementFlags {
  const flags = placementOf(args);
  if (args['from-nodes'] !== true) return flags;
  refuseOthers(args);
  return { ...flags, securityGroupIds: undefined };
}

function refuseOthers(args: PlacementArguments): void {
  const given = (['vpc-id', 'subnet-id', 'subnet'] as const).find((name) => args[name] !== undefined);
  if (given === undefined) return;
  throw new UserError(`--from-nodes chooses the subnets itself, and --${given} names them`, {
    hint: 'give one or the other',
  });
}
