import type { PrivateString } from '../../atlas/secret/connection-string.ts';
import { table } from '../../output/table.ts';

/** The endpoints that a string belongs to, by label if the source has one for the id. */
function ownersText(string: PrivateString): string {
  return string.owners.length === 0 ? '<unknown>' : string.owners.map(({ label, id }) => label ?? id).join(',');
}

/** The private connection strings, each with its endpoint. */
export function stringTable(strings: readonly PrivateString[], headers = true): string {
  return table(
    headers ? ['KEY', 'ENDPOINT', 'CONNECTION STRING'] : [],
    strings.map((string) => [string.key, ownersText(string), string.value]),
  );
}
