import { isSameRegion } from '../../../atlas/api/region.ts';
import { privateStrings } from '../../../atlas/secret/connection-string.ts';
import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import { UserError } from '../../../core/errors.ts';

/** The endpoint of a region. @throws UserError if there is none, or more than one */
export function endpointIn(found: FoundSecret, region: string): string {
  const { strings } = privateStrings(found.secret.data, found.deployment, found.endpoints);
  const owners = strings.flatMap(({ owners: all }) => all);
  const ids = [...new Set(owners.filter((owner) => isSameRegion(owner.region ?? '', region)).map(({ id }) => id))];
  const [only, second] = ids;
  if (only !== undefined && second === undefined) return only;
  const { name } = found.secret;
  if (only !== undefined) {
    throw new UserError(`secret/${name} holds the strings of ${ids.length} endpoints in ${region}: ${ids.join(', ')}`, {
      hint: `choose one with --endpoint ${only}`,
    });
  }
  const regions = [...new Set(owners.flatMap((owner) => owner.region ?? []))];
  throw new UserError(`secret/${name} holds no string known to be for the region ${region}`, {
    hint:
      regions.length > 0
        ? `there are strings for: ${regions.join(', ')}`
        : "the deployment's status does not say which string is for which region",
  });
}
