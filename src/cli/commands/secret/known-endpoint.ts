import { privateStrings } from '../../../atlas/secret/connection-string.ts';
import type { FoundSecret } from '../../../atlas/secret/find.ts';

/**
 * The endpoint, where it is known which strings are its own. Where the Secret was written by what leaves the deployment's status alone,
 * that is not known, nor where not everything may be seen: all strings are printed then.
 * @param warn told why it is not known
 */
export function knownEndpoint(
  found: FoundSecret,
  endpoint: string | undefined,
  warn: (text: string) => void,
): string | undefined {
  if (endpoint === undefined) return undefined;
  const { strings } = privateStrings(found.secret.data, found.deployment, found.endpoints);
  const unowned = strings.some(({ owners }) => owners.length === 0);
  if (!unowned || strings.some(({ owners }) => owners.some(({ id, label }) => id === endpoint || label === endpoint)))
    return endpoint;
  warn(
    found.refusal === undefined
      ? `which string is that of ${endpoint} is unknown, for the deployment's status is older than the Secret: compare the hosts with those in Atlas's console`
      : `which string is that of ${endpoint} is unknown: ${found.refusal.message}`,
  );
  return undefined;
}
