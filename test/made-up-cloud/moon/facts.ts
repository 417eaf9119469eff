import { UserError } from '../../../src/core/errors.ts';
import type { CloudFacts } from '../../../src/cloud/facts.ts';
import { attachmentOf, describeAttachment } from './attachment.ts';
import { moonOnCommandLine } from './flags.ts';
import { parsePlacement } from './placement.ts';

const regions: ReadonlySet<string> = new Set(['SEA_OF_TRANQUILITY', 'OCEAN_OF_STORMS']);

/** A cloud that does not exist. It has everything that a cloud has to have, and nothing as any other cloud has it. */
export const moon = {
  ...moonOnCommandLine,
  nodePlatform: 'moon',
  serviceGoesWithLastEndpoint: false,
  placementHint: ['--crater', { placeholder: 'CRATER' }],
  whereHint: '--colony COLONY',
  placement: parsePlacement,
  linkedBy: 'its project and its addresses',
  attachmentOf,
  describeAttachment,
  isOwnId: (id) => id.startsWith('moon-'),
  checkId(id) {
    if (!/^moon-\d+$/.test(id)) throw new UserError(`invalid value "${id}" for --id: not a group of the Moon`);
  },
  atlasRegion(text) {
    const name = text.toUpperCase().replaceAll('-', '_');
    if (!regions.has(name)) throw new UserError(`invalid value "${text}" for --region: not a region of the Moon`);
    return name;
  },
  regionExample: { atlas: 'SEA_OF_TRANQUILITY', own: 'sea-of-tranquility' },
  regions: [],
  regionFlag: () => undefined,
  regionSaidBy: 'the crater',
  regional: false,
  commandHint: (service) => ({
    shell: ['moonctl', 'land', '--service', service, '--crater', { placeholder: 'CRATER' }],
  }),
  changeCommand: () => undefined,
  script: undefined,
  diagnosis: { checks: {}, words: {} },
  async open(settings) {
    const { MoonCloud } = await import('./account.ts');
    return new MoonCloud(parsePlacement(settings.flags));
  },
} as const satisfies CloudFacts<'MOON'>;
