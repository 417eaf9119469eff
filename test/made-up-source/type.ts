import { atlasResource } from '../../src/atlas/api/custom-resource.ts';

/** What command lines say of it. */
export const tunnelType = {
  resource: atlasResource('AtlasTunnel', 'atlastunnels'),
  shortNames: ['at'],
  meaning: 'a tunnel',
} as const;
