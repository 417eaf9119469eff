import type { CloudKind } from '../../../cloud/kind.ts';
import { allClouds, cloudNamed, isServed } from '../../../cloud/table.ts';
import { anyOf } from '../../../core/any-of.ts';
import { UserError } from '../../../core/errors.ts';
import type { ProjectEndpointSpec } from '../../api/project.ts';

/** The name of a project's endpoint, which is its service's. */
export interface ServiceName {
  readonly provider: CloudKind;
  /** As Atlas spells it. */
  readonly region: string;
}

/**
 * Reads `PROVIDER/REGION`, with the region as Atlas or the cloud spells it.
 * @param reference the project, for the message
 * @throws UserError if it has another form, or if the cloud has no such region
 */
export function parseServiceName(label: string, reference: string): ServiceName {
  const [provider = '', region = '', more] = label.toUpperCase().split('/');
  if (!isServed(provider) || region === '' || more !== undefined) {
    throw new UserError(`invalid endpoint "${label}" for ${reference}`, {
      hint: `name it by provider and region, such as --endpoint ${examples()}`,
    });
  }
  const cloud = cloudNamed(provider);
  try {
    return { provider, region: cloud.atlasRegion(region) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`invalid endpoint "${label}" for ${reference}: ${cloud.name} has no such region`, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** An example for each cloud, the first as Atlas spells it and the others as their cloud does. */
function examples(): string {
  return anyOf(
    allClouds().map(
      ({ kind, regionExample }, index) => `${kind}/${index === 0 ? regionExample.atlas : regionExample.own}`,
    ),
  );
}

/** The label of an item's service in its canonical spelling; an item that no operator would understand keeps its own spelling. */
export function serviceLabel({ provider = '', region = '' }: ProjectEndpointSpec): string {
  const written = `${provider}/${region}`;
  return spelled(written) ?? written;
}

/** A label in its canonical spelling; undefined if it names no service. */
export function spelled(label: string): string | undefined {
  try {
    const { provider, region } = parseServiceName(label, '');
    return `${provider}/${region}`;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
