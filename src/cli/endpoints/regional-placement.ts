import { isSameRegion } from '../../atlas/api/region.ts';
import { UserError } from '../../core/errors.ts';
import type { PlacementFlags } from '../../cloud/placement.ts';

/** A value that is for one region: `us-east-1=subnet-0a1b2c3d`. */
const regional = /^([A-Za-z][A-Za-z0-9_-]*)=(.+)$/;

/** The values of the flags that may be for one region, each with its flag. */
function valuesOf({ subnetIds, securityGroupIds, subnet }: PlacementFlags): readonly (readonly [string, string])[] {
  const all = { 'subnet-id': subnetIds, 'security-group-id': securityGroupIds, subnet: subnet?.split(',') };
  return Object.entries(all).flatMap(([flag, values]) =>
    (values ?? []).map((value): readonly [string, string] => [flag, value]),
  );
}

/** Whether any value says for which region it is. */
export function isRegional(flags: PlacementFlags): boolean {
  return valuesOf(flags).some(([, value]) => regional.test(value));
}

/** @throws UserError for a value that is for none of the regions: it would be left out silently */
export function refuseStray(flags: PlacementFlags, atlasRegions: readonly string[]): void {
  for (const [flag, value] of valuesOf(flags)) {
    const region = regional.exec(value)?.[1];
    if (region === undefined || atlasRegions.some((known) => isSameRegion(known, region))) continue;
    throw new UserError(`--${flag}=${value} is for the region ${region}, which this command is not about`, {
      hint: `the regions are: ${atlasRegions.join(', ')}`,
    });
  }
}

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

function bare(value: string): string {
  return regional.exec(value)?.[2] ?? value;
}

/** The flags without their regions, for checking what can be checked before the regions of the cluster are known. */
export function withoutRegions(flags: PlacementFlags): PlacementFlags {
  return {
    ...flags,
    subnetIds: flags.subnetIds?.map(bare),
    securityGroupIds: flags.securityGroupIds?.map(bare),
    subnet: isRegional({ subnet: flags.subnet }) ? flags.subnet?.split(',').map(bare)[0] : flags.subnet,
  };
}
