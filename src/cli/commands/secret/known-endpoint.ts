import { privateStrings } from '../../../atlas/secret/connection-string.ts';
import type { FoundSecret } from '../../../atlas/secret/find/find.ts';

/**
 * The endpoint, if it is known which strings belong to it. That is unknown if the Secret was rewritten without an update of the
 * deployment's status, or if permissions are missing: then all strings are printed.
 * @param warn prints why it is unknown
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
      ? `cannot tell which string belongs to ${endpoint}: the deployment's status is older than the Secret; compare the hosts with those in the Atlas console`
      : `cannot tell which string belongs to ${endpoint}: ${found.refusal.message}`,
  );
  return undefined;
}
