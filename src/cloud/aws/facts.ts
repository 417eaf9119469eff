import type { CloudFacts } from '../provider.ts';
import { createCommand } from './command.ts';
import { checkEndpointId, parsePlacement } from './placement.ts';
import { atlasRegion, checkRegion, regionOfAtlas } from './region.ts';

/** What is known of AWS without its SDK, which costs some 200 ms to load. */
export const aws: CloudFacts = {
  name: 'AWS',
  needsIp: false,
  nodePlatform: 'aws',
  atlasRegion,
  regionExample: 'US_EAST_1 or us-east-1',
  regional: true,
  serviceGoesWithLastEndpoint: true,
  regionFlag: regionOfAtlas,
  accountFlags: '--region and --profile',
  ownFlags: (flags) => [
    ...(flags.vpcId === undefined ? [] : ['--vpc-id']),
    ...((flags.subnetIds?.length ?? 0) > 0 ? ['--subnet-id'] : []),
    ...((flags.securityGroupIds?.length ?? 0) > 0 ? ['--security-group-id'] : []),
    ...(flags.region === undefined ? [] : ['--region']),
    ...(flags.profile === undefined ? [] : ['--profile']),
  ],
  only: ({ vpcId, subnetIds, securityGroupIds, region, profile, tags }) => ({
    vpcId,
    subnetIds,
    securityGroupIds,
    region,
    profile,
    tags,
  }),
  looksLikeId: () => true,
  placementHint: '--vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP',
  checkId: checkEndpointId,
  placement(flags) {
    if (flags.region !== undefined) checkRegion(flags.region);
    return parsePlacement(flags);
  },
  commandHint: createCommand,
  async open(settings) {
    const { AwsCloud } = await import('./account/account.ts');
    return new AwsCloud(settings, parsePlacement(settings.flags));
  },
};
