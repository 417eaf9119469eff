import { isSameRegion } from '../atlas/region.ts';
import type { PlacementFlags } from '../cloud/provider.ts';
import { UserError } from '../core/errors.ts';

/** A value that is for one region: `us-east-1=subnet-0a1b2c3d`. */
const regional = /^([A-Za-z][A-Za-z0-9_-]*)=(.+)$/;

/**
 * The placement of one region, where a command is about several: each value says for which region it is.
 * @throws UserError for a value that does not say so
 */
export function placementIn(flags: PlacementFlags, atlasRegion: string): PlacementFlags {
  const own = (flag: string, values: readonly string[] | undefined): readonly string[] | undefined => {
    const found = values?.flatMap((value) => {
      const [, region, id] = regional.exec(value) ?? [];
      if (region === undefined || id === undefined) {
        throw new UserError(`--${flag}=${value} does not say for which of the cluster's regions it is`, {
          hint: `write --${flag} REGION=ID, such as --${flag} ${atlasRegion}=${value}; or choose one region with --region`,
        });
      }
      return isSameRegion(region, atlasRegion) ? [id] : [];
    });
    return found?.length === 0 ? undefined : found;
  };
  if (flags.vpcId !== undefined) {
    throw new UserError('--vpc-id names one VPC, and the cluster has several regions', {
      hint: 'leave it out: the subnets say it, as --subnet-id REGION=SUBNET; or choose one region with --region',
    });
  }
  return {
    ...flags,
    subnetIds: own('subnet-id', flags.subnetIds),
    securityGroupIds: own('security-group-id', flags.securityGroupIds),
    subnet: own('subnet', flags.subnet?.split(','))?.[0],
  };
}

/** The flags without their regions, for checking what can be checked before the regions of the cluster are known. */
export function withoutRegions(flags: PlacementFlags): PlacementFlags {
  const bare = (value: string): string => regional.exec(value)?.[2] ?? value;
  const subnets = flags.subnet?.split(',');
  const usual = subnets?.length === 1 && !regional.test(flags.subnet ?? '');
  return {
    ...flags,
    subnetIds: flags.subnetIds?.map(bare),
    securityGroupIds: flags.securityGroupIds?.map(bare),
    subnet: usual ? flags.subnet : subnets?.map(bare)[0],
  };
}
