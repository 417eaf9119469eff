import { textIn } from '../flags/flag.ts';
import type { CloudFacts } from '../facts.ts';
import { awsChecks } from './checks/checks.ts';
import { awsWords } from './checks/words.ts';
import { awsAttachment } from './attachment.ts';
import { changeCommand, createCommand } from './command.ts';
import { awsOnCommandLine, placementHint } from './flags.ts';
import { checkEndpointId, parsePlacement } from './placement.ts';
import { atlasRegion, checkRegion, regionOfAtlas, regions } from './region.ts';

/** What is known about AWS without loading its SDK, which takes some 200 ms. */
export const aws = {
  ...awsOnCommandLine,
  nodePlatform: 'aws',
  serviceGoesWithLastEndpoint: true,
  placementHint,
  whereHint: '--region REGION',
  placement(flags) {
    const region = textIn(flags, 'region');
    if (region !== undefined) checkRegion(region);
    return parsePlacement(flags);
  },
  linkedBy: 'its id alone',
  attachmentOf: (flags) => awsAttachment(textIn(flags, 'id')),
  describeAttachment: () => undefined,
  isOwnId: (id) => id.startsWith('vpce-'),
  checkId: checkEndpointId,
  atlasRegion,
  regionExample: { atlas: 'US_EAST_1', own: 'us-east-1' },
  regions,
  regionFlag: regionOfAtlas,
  regionSaidBy: undefined,
  regional: true,
  commandHint: createCommand,
  changeCommand,
  async script() {
    const { awsScript } = await import('./script.ts');
    return awsScript;
  },
  diagnosis: { checks: awsChecks, words: awsWords },
  async open(settings) {
    const { AwsCloud } = await import('./account/account.ts');
    return new AwsCloud(settings, parsePlacement(settings.flags));
  },
} as const satisfies CloudFacts<'AWS'>;
