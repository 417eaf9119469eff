import { sameId } from '../../core/cloud-endpoint.ts';
import { formatDuration } from '../../core/duration.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import { privateStrings } from './connection-string.ts';
import { leftOutByOldOperator } from './endpoint-strings.ts';
import type { FoundSecret } from './find.ts';

/** What a Secret lacks, whatever the kind of its deployment. */
interface Missing {
  /** The endpoints that are available in Atlas but have no string. */
  readonly endpoints: readonly EndpointState[];
  /** How many strings cannot be matched to an endpoint. */
  readonly unowned: number;
}

/** The declared and available endpoints whose string is not in the Secret, with their ids. */
export function missingFrom({ secret, deployment, endpoints }: FoundSecret): Missing {
  if (deployment === undefined || leftOutByOldOperator(secret, deployment)) return { endpoints: [], unowned: 0 };
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const held = strings.flatMap(({ owners }) => owners.map(({ id }) => id));
  const missing = endpoints.filter(
    ({ phase, declaredId }) =>
      phase === 'Available' && declaredId !== undefined && !held.some((id) => sameId(id, declaredId)),
  );
  // At least as many unmatched strings as unmatched endpoints: none is missing, only the pairing is unknown.
  const unowned = new Set(strings.filter(({ owners }) => owners.length === 0).map(({ index }) => index)).size;
  return { endpoints: unowned >= missing.length ? [] : missing, unowned };
}

/** How a dedicated deployment's Secret lags behind its endpoints. */
export interface Staleness {
  /** The ids of the cloud endpoints that are available in Atlas but have no string in the Secret. */
  readonly missing: readonly string[];
  /** How many strings cannot be matched to an endpoint. */
  readonly unowned: number;
  /** Whether the deployment's status already has one of the strings, so that it is newer than the Secret. */
  readonly inStatus: boolean;
  /** When the operator reconciles the deployment again by itself. */
  readonly resync: 'within 15 minutes' | 'within 3 hours';
}

/**
 * What a dedicated deployment's Secret lacks; undefined if nothing is missing. Nothing triggers the operator to write it when an endpoint
 * becomes available: that happens when it next reconciles, up to 3 hours later from 2.4.1 on, or 15 minutes with an externalProjectRef
 * (operator v2.15.0:internal/controller/atlasdeployment, --independent-sync-period).
 */
export function stalenessOf(found: FoundSecret): Staleness | undefined {
  const { deployment } = found;
  if (deployment === undefined || regionsOf(deployment).length === 0) return undefined;
  const { endpoints, unowned } = missingFrom(found);
  const missing = endpoints.flatMap(({ declaredId }) => declaredId ?? []);
  if (missing.length === 0) return undefined;
  const entries = deployment.status?.connectionStrings?.privateEndpoint ?? [];
  const listed = entries.flatMap((entry) => entry.endpoints ?? []).map(({ endpointId }) => endpointId);
  return {
    missing,
    unowned,
    inStatus: found.endpoints.some(({ declaredId }) => declaredId !== undefined && listed.includes(declaredId)),
    resync: deployment.spec?.externalProjectRef === undefined ? 'within 3 hours' : 'within 15 minutes',
  };
}

/** How long ago the Secret was written. @param now milliseconds since the epoch */
export function ageOf(secret: ConnectionSecret, now: number): string {
  return secret.writtenAt === undefined ? 'at an unknown time' : `${formatDuration(now - secret.writtenAt)} ago`;
}

/** One sentence on what the Secret lacks, and why. @param age how long ago it was written; omitted if undefined */
export function describeStaleness(
  secret: ConnectionSecret,
  { missing, unowned, inStatus, resync }: Staleness,
  age?: string,
): string {
  const name = `secret/${secret.name}${age === undefined ? '' : `, written ${age},`}`;
  const lack =
    unowned === 0
      ? `lacks the string of ${missing.join(', ')}`
      : `has only ${unowned} of the ${missing.length} strings of ${missing.join(', ')}`;
  const never = resync === 'within 3 hours' ? ' (operators before 2.4.1 never do)' : '';
  const newer = inStatus ? "the deployment's status is newer than the Secret; " : '';
  return `${name} ${lack}: ${newer}the operator reconciles the deployment again ${resync}${never}`;
}
