import { gcpChecks } from './checks/checks.ts';
import { gcpWords } from './checks/words.ts';
import type { CloudFacts } from '../facts.ts';
import { attachmentOf, describeAttachment } from './attachment.ts';
import { changeCommand, createCommand } from './command.ts';
import { gcpOnCommandLine, placementHint } from './flags.ts';
import { checkEndpointId, parsePlacement } from './placement.ts';
import { atlasRegion, regions } from './region.ts';

/** What is known about Google Cloud without loading its library for credentials, which takes some 40 ms. */
export const gcp = {
  ...gcpOnCommandLine,
  nodePlatform: 'gce',
  serviceGoesWithLastEndpoint: true,
  placementHint,
  whereHint: '--gcp-project PROJECT',
  placement: parsePlacement,
  linkedBy: 'its name, its project and its address',
  attachmentOf,
  describeAttachment,
  // A name of a rule has no form of its own: vpce-0123456789abcdef0 could be one.
  isOwnId: () => false,
  checkId: checkEndpointId,
  atlasRegion,
  regionExample: { atlas: 'WESTERN_EUROPE', own: 'europe-west1' },
  regions,
  regionFlag: () => undefined,
  regionSaidBy: 'the service',
  regional: false,
  commandHint: createCommand,
  changeCommand,
  async script() {
    const { gcpScript } = await import('./script/script.ts');
    return gcpScript;
  },
  diagnosis: { checks: gcpChecks, words: gcpWords },
  async open(settings) {
    const { GoogleCloud } = await import('./account/account.ts');
    return new GoogleCloud(settings, parsePlacement(settings.flags));
  },
} as const satisfies CloudFacts<'GCP'>;
