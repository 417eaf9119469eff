import type { CloudFacts } from '../provider.ts';
import { createCommand } from './command.ts';
import { checkCloudName } from './environment.ts';
import { checkEndpointId, parsePlacement } from './placement.ts';
import { atlasRegion } from './region.ts';
import type { PlacementFlags } from '../placement.ts';

const flagNames = {
  subnet: '--subnet',
  resourceGroup: '--resource-group',
  subscription: '--subscription',
  privateEndpointName: '--private-endpoint-name',
  azureCloud: '--azure-cloud',
} as const satisfies Partial<Record<keyof PlacementFlags, string>>;

/** What is known of Azure without its SDK, which costs some 150 ms to load. */
export const azure: CloudFacts = {
  name: 'Azure',
  needsIp: true,
  nodePlatform: 'azure',
  atlasRegion,
  regionExample: 'EUROPE_NORTH or northeurope',
  regional: false,
  serviceGoesWithLastEndpoint: false,
  regionFlag: () => undefined,
  accountFlags: '--subscription and --azure-cloud',
  ownFlags: (flags) =>
    Object.entries(flagNames).flatMap(([key, flag]) =>
      flags[key as keyof typeof flagNames] === undefined ? [] : [flag],
    ),
  only: ({ subnet, resourceGroup, subscription, privateEndpointName, azureCloud, tags }) => ({
    subnet,
    resourceGroup,
    subscription,
    privateEndpointName,
    azureCloud,
    tags,
  }),
  looksLikeId: (id) => id.startsWith('/'),
  placementHint: '--subnet SUBNET_ID [--resource-group GROUP]',
  checkId: checkEndpointId,
  placement(flags) {
    if (flags.azureCloud !== undefined) checkCloudName(flags.azureCloud);
    return parsePlacement(flags);
  },
  commandHint: createCommand,
  async open(settings) {
    const { AzureCloud } = await import('./account/account.ts');
    return new AzureCloud(settings, parsePlacement(settings.flags));
  },
};
