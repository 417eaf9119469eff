import { textIn } from '../flags/flag.ts';
import type { CloudFacts } from '../facts.ts';
import { attachmentOf, describeAttachment } from './attachment.ts';
import { azureChecks } from './checks/checks.ts';
import { azureWords } from './checks/words.ts';
import { changeCommand, createCommand } from './command.ts';
import { checkCloudName } from './environment.ts';
import { azureOnCommandLine, placementHint } from './flags.ts';
import { checkEndpointId, parsePlacement } from './placement.ts';
import { atlasRegion, regions } from './region.ts';

/** What is known about Azure without loading its SDK, which takes some 150 ms. */
export const azure = {
  ...azureOnCommandLine,
  nodePlatform: 'azure',
  serviceGoesWithLastEndpoint: false,
  placementHint,
  whereHint: '--subscription ID',
  placement(flags) {
    const name = textIn(flags, 'azure-cloud');
    if (name !== undefined) checkCloudName(name);
    return parsePlacement(flags);
  },
  linkedBy: 'its id and its private address',
  attachmentOf,
  describeAttachment,
  isOwnId: (id) => id.startsWith('/'),
  checkId: checkEndpointId,
  atlasRegion,
  regionExample: { atlas: 'EUROPE_NORTH', own: 'northeurope' },
  regions,
  regionFlag: () => undefined,
  regionSaidBy: 'the network',
  regional: false,
  commandHint: createCommand,
  changeCommand,
  async script() {
    const { azureScript } = await import('./script/script.ts');
    return azureScript;
  },
  diagnosis: { checks: azureChecks, words: azureWords },
  async open(settings) {
    const { AzureCloud } = await import('./account/account.ts');
    return new AzureCloud(settings, parsePlacement(settings.flags));
  },
} as const satisfies CloudFacts<'AZURE'>;
