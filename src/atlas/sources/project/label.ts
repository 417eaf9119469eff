import type { CloudKind } from '../../../cloud/kind.ts';
import { allClouds, cloudNamed, isServed } from '../../../cloud/table.ts';
import { UserError } from '../../../core/errors.ts';
import type { ProjectEndpointSpec } from '../../api/project.ts';

/** What an endpoint of a project is named by: its service. */
export interface ServiceName {
  readonly provider: CloudKind;
  /** As Atlas spells it. */
  readonly region: string;
}

/**
 * Reads `PROVIDER/REGION`, the region in Atlas's spelling or the cloud's.
 * @param reference the project, for the message
 * @throws UserError when it is of another form, or when its cloud has no such region
 */
export function parseServiceName(label: string, reference: string): ServiceName {
  const [provider = '', region = '', more] = label.toUpperCase().split('/');
  if (!isServed(provider) || region === '' || more !== undefined) {
    throw new UserError(`"${label}" names no endpoint of ${reference}`, {
      hint: `name it by provider and region, such as --endpoint ${examples()}`,
    });
  }
  const cloud = cloudNamed(provider);
  try {
    return { provider, region: cloud.atlasRegion(region) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`"${label}" names no endpoint of ${reference}: that is not a region of ${cloud.name}`, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** A name on each cloud, the first in Atlas's spelling and the others in their cloud's. */
function examples(): string {
  return allClouds()
    .map(({ kind, regionExample }, index) => `${kind}/${index === 0 ? regionExample.atlas : regionExample.own}`)
    .join(' or ');
}

/** The one way in which the label of an item's service is written; an item that no operator would understand keeps its own. */
export function serviceLabel({ provider = '', region = '' }: ProjectEndpointSpec): string {
  const written = `${provider}/${region}`;
  return spelled(written) ?? written;
}

/** A label in its one spelling; undefined for what names no service. */
export function spelled(label: string): string | undefined {
  try {
    const { provider, region } = parseServiceName(label, '');
    return `${provider}/${region}`;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
