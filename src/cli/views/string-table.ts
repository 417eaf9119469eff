import type { PrivateString } from '../../atlas/secret/connection-string.ts';
import { table } from '../../output/table.ts';

/** The endpoints that a string belongs to, by label if the source has one for the id. */
function ownersText(string: PrivateString): string {
  return string.owners.length === 0 ? '<unknown>' : string.owners.map(({ label, id }) => label ?? id).join(',');
}

/**
 * The private connection strings with the endpoint of each.
 * @param surplus those whose endpoint nothing declares any more
 */
export function stringTable(
  strings: readonly PrivateString[],
  surplus: readonly PrivateString[],
  headers: boolean,
): string {
  const gone = new Set(surplus.map(({ key }) => key));
  return table(
    headers ? ['KEY', 'ENDPOINT', 'CONNECTION STRING'] : [],
    strings.map((string) => [
      string.key,
      `${ownersText(string)}${gone.has(string.key) ? ' (not declared)' : ''}`,
      string.value,
    ]),
  );
}
