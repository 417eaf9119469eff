import { sameId } from '../../core/cloud-endpoint.ts';
import { formatDuration } from '../../core/duration.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import { isPaused, pausedReason } from '../projects/paused.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import { privateStrings } from './connection-string.ts';
import { leftOutByOldOperator } from './endpoint-strings.ts';
import type { FoundSecret } from './find.ts';

/** What a Secret lacks, whatever the kind of its deployment. */
interface Missing {
  /** The endpoints that Atlas says are available and whose string is not there. */
  readonly endpoints: readonly EndpointState[];
  /** How many strings there are of which is not known whose they are. */
  readonly unowned: number;
}

/** The declared and available endpoints whose string a Secret does not hold, with their ids. */
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
  /** The cloud endpoints that Atlas says are available and whose string the Secret does not hold. */
  readonly missing: readonly string[];
  /** How many strings there are of which is not known whose they are. */
  readonly unowned: number;
  /** Whether the deployment's status has one of the strings already: it is newer than the Secret then. */
  readonly inStatus: boolean;
  /** Whether the cluster is paused, so that no string comes. */
  readonly paused: boolean;
  /** When the operator looks at the deployment again by itself. */
  readonly resync: 'within 15 minutes' | 'within 3 hours';
}

/**
 * What a dedicated deployment's Secret lacks; undefined where nothing is missing. Nothing makes the operator write it when an endpoint
 * becomes available: that happens at its next look, up to 3 hours later from 2.4.1 on, 15 minutes with an externalProjectRef (operator
 * v2.15.0:internal/controller/atlasdeployment, --independent-sync-period).
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
    paused: isPaused(deployment),
    resync: deployment.spec?.externalProjectRef === undefined ? 'within 3 hours' : 'within 15 minutes',
  };
}

/** How long ago the Secret was written. @param now milliseconds since the epoch */
export function ageOf(secret: ConnectionSecret, now: number): string {
  return secret.writtenAt === undefined ? 'at an unknown time' : `${formatDuration(now - secret.writtenAt)} ago`;
}

/** One sentence on what the Secret lacks, and why. @param age how long ago it was written, where that is to be said */
export function describeStaleness(
  secret: ConnectionSecret,
  { missing, unowned, inStatus, paused, resync }: Staleness,
  age?: string,
): string {
  const name = `secret/${secret.name}${age === undefined ? '' : `, written ${age},`}`;
  const lack =
    unowned === 0
      ? `does not hold the string of ${missing.join(', ')}`
      : `holds ${unowned} of the ${missing.length} strings of ${missing.join(', ')}`;
  if (paused) return `${name} ${lack}: ${pausedReason}`;
  const never = resync === 'within 3 hours' ? ' (operators before 2.4.1 never do)' : '';
  const newer = inStatus ? "the deployment's status is newer than the Secret; " : '';
  return `${name} ${lack}: ${newer}the operator looks at the deployment again ${resync}${never}`;
}
