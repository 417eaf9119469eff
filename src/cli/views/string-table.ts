import { type PrivateString, isPeering } from '../../atlas/secret/connection-string.ts';
import type { FoundSecret } from '../../atlas/secret/find/find.ts';
import { surplusOf } from '../../atlas/secret/staleness.ts';
import { table } from '../../output/table.ts';

/** The endpoints that a string belongs to, by label if the source has one for the id; a network peering has none. */
function ownersText(string: PrivateString, { deployment }: FoundSecret): string {
  if (string.owners.length > 0) return string.owners.map(({ label, id }) => label ?? id).join(',');
  return deployment !== undefined && isPeering(deployment, string) ? '(network peering)' : '<unknown>';
}

/** A Secret, and those of its strings that are printed. */
export interface PrintedStrings {
  readonly found: FoundSecret;
  readonly strings: readonly PrivateString[];
  /** The object that was named, where there are several. */
  readonly source?: string;
}

/** The private connection strings with the endpoint of each. @param style.users whether there are Secrets of several database users */
export function stringTable(
  secrets: readonly PrintedStrings[],
  { headers, users }: { readonly headers: boolean; readonly users: boolean },
): Promise<string> {
  const named = secrets.some(({ source }) => source !== undefined);
  return table(
    headers ? [...(named ? ['SOURCE'] : []), ...(users ? ['USER'] : []), 'KEY', 'ENDPOINT', 'CONNECTION STRING'] : [],
    secrets.flatMap(({ found, strings, source }) => {
      const gone = new Set(surplusOf(found).map(({ key }) => key));
      return strings.map((string) => [
        ...(source === undefined ? [] : [source]),
        ...(users ? [found.secret.user] : []),
        string.key,
        `${ownersText(string, found)}${gone.has(string.key) ? ' (not declared)' : ''}`,
        string.value,
      ]);
    }),
  );
}
