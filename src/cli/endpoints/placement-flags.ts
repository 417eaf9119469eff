import type { PlacementFlags } from '../../cloud/placement.ts';
import { UserError } from '../../core/errors.ts';
import { textOf } from '../args/flag-groups.ts';

type Arguments = Readonly<Record<string, unknown>>;

/** The placement flags of a parsed command line. */
export function placementOf(args: Readonly<Record<string, unknown>>): PlacementFlags {
  const one = (name: string): string | undefined => textOf(args, name);
  const many = (name: string): readonly string[] | undefined =>
    Array.isArray(args[name]) ? (args[name] as string[]) : undefined;
  return {
    vpcId: one('vpc-id'),
    subnetIds: many('subnet-id'),
    securityGroupIds: many('security-group-id'),
    region: one('region'),
    profile: one('profile'),
    subnet: one('subnet'),
    resourceGroup: one('resource-group'),
    subscription: one('subscription'),
    privateEndpointName: one('private-endpoint-name'),
    azureCloud: one('azure-cloud'),
    tags: many('tag'),
  };
}

/**
 * The flags without what is to be chosen, and the groups, which alone are no placement.
 * @throws UserError where a flag names what --from-nodes chooses
 */
export function flagsBesideNodes(args: Arguments): PlacementFlags {
  const flags = placementOf(args);
  if (args['from-nodes'] !== true) return flags;
  refuseOthers(args);
  return { ...flags, securityGroupIds: undefined };
}

function refuseOthers(args: Arguments): void {
  const given = ['vpc-id', 'subnet-id', 'subnet'].find((name) => args[name] !== undefined);
  if (given === undefined) return;
  throw new UserError(`--from-nodes chooses the subnets itself, and --${given} names them`, {
    hint: 'give one or the other',
  });
}
