import { UserError } from '../core/errors.ts';
import type { CloudFacts } from './facts.ts';
import { allClouds } from './table.ts';

/** A region in Atlas's spelling, where it is one of the cloud's. */
function spelled(facts: CloudFacts, text: string): string | undefined {
  try {
    return facts.atlasRegion(text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/**
 * Whether two texts name one region, each in Atlas's spelling or in its cloud's own. The operator compares the regions of an AtlasProject
 * otherwise (api/region.ts), in a way by which Google's europe-west2 and europe-west12 are one.
 * @param provider as Atlas names the cloud; all of them are thought of when left out
 */
export function nameOneRegion(a: string, b: string, provider?: string): boolean {
  if (a === b) return true;
  return allClouds()
    .filter(({ kind }) => provider === undefined || kind === provider)
    .some((facts) => {
      const region = spelled(facts, a);
      return region !== undefined && region === spelled(facts, b);
    });
}

/** A region of Atlas's as its cloud spells it; unchanged for a cloud or a region that is not known. @param provider as Atlas names the cloud */
export function ownSpelling(region: string, provider: string): string {
  const facts = allClouds().find(({ kind }) => kind === provider);
  if (facts === undefined) return region;
  return facts.regions.find(({ atlas }) => atlas === region)?.own ?? facts.regionFlag(region) ?? region;
}
