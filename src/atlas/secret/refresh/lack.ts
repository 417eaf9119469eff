import { privateStrings } from '../connection-string.ts';
import type { FoundSecret } from '../find/find.ts';
import { describeStaleness, missingFrom, stalenessOf } from '../staleness.ts';

/** Whether a Secret holds any private string. */
export function holdsString({ secret, deployment, endpoints }: FoundSecret): boolean {
  return privateStrings(secret.data, deployment, endpoints).strings.length > 0;
}

/** One sentence on what a Secret lacks of the strings of its available endpoints; undefined where nothing is known to be missing. */
export function lackOf(found: FoundSecret): string | undefined {
  const { secret } = found;
  const staleness = stalenessOf(found);
  // Without the age of the Secret, which would make every look another one.
  if (staleness !== undefined) return describeStaleness(secret, staleness);
  const { endpoints } = missingFrom(found);
  if (endpoints.length === 0) return undefined;
  return `secret/${secret.name} lacks the string of ${endpoints.map(({ label }) => `"${label}"`).join(', ')}`;
}
