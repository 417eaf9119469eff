import { sameId } from '../../core/cloud-endpoint.ts';
import { formatDuration } from '../../core/duration.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import { isPaused, pausedReason } from '../projects/paused.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import { type PrivateString, isPeering, privateStrings } from './connection-string.ts';
import { leftOutByOldOperator } from './endpoint-strings.ts';
import type { FoundSecret } from './find/find.ts';

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
  /** Whether the cluster is paused, so that no string comes. */
  readonly paused: boolean;
  /** When the operator looks at the deployment again by itself. */
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
    paused: isPaused(deployment),
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
  { missing, unowned, inStatus, paused, resync }: Staleness,
  age?: string,
): string {
  const name = `secret/${secret.name}${age === undefined ? '' : `, written ${age},`}`;
  const lack =
    unowned === 0
      ? `lacks the string of ${missing.join(', ')}`
      : `has only ${unowned} of the ${missing.length} strings of ${missing.join(', ')}`;
  if (paused) return `${name} ${lack}: ${pausedReason}`;
  const never = resync === 'within 3 hours' ? ' (operators before 2.4.1 never do)' : '';
  const newer = inStatus ? "the deployment's status is newer than the Secret; " : '';
  return `${name} ${lack}: ${newer}the operator reconciles the deployment again ${resync}${never}`;
}

/**
 * The strings of endpoints that are gone, or that nothing in Kubernetes declares: the operator leaves them in the Secret, and in the
 * deployment's status, until it next reconciles the deployment. Empty where what declares the endpoints may not be read at all.
 */
export function surplusOf(found: FoundSecret): readonly PrivateString[] {
  const { secret, deployment, endpoints, refusal } = found;
  if (deployment === undefined || refusal !== undefined) return [];
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const kept = endpoints
    .filter(({ declared, phase }) => declared && phase !== 'Deleting')
    .flatMap(({ declaredId, linkedId }) => declaredId ?? linkedId ?? []);
  const isKept = ({ owners }: PrivateString): boolean =>
    owners.some((owner) => kept.some((id) => sameId(id, owner.id)));
  // While the string of a declared endpoint is not known, one without an owner may be that.
  const pairing = kept.some((id) => !strings.some(({ owners }) => owners.some((owner) => sameId(owner.id, id))));
  return strings.filter((string) =>
    string.owners.length === 0 ? !pairing && !isPeering(deployment, string) : !isKept(string),
  );
}

/** One sentence on the strings that a Secret holds and should not. @param age how long ago it was written, where that is to be said */
export function describeSurplus(
  { secret, complete }: FoundSecret,
  surplus: readonly PrivateString[],
  age?: string,
): string {
  const name = `secret/${secret.name}${age === undefined ? '' : `, written ${age},`}`;
  const each = surplus.map(
    ({ key, owners }) => `${key} (${owners.map(({ id }) => id).join(', ') || "not in the deployment's status"})`,
  );
  const seen = complete ? '' : ' in the namespaces that may be read';
  return `${name} holds strings of endpoints that nothing${seen} declares any more: ${each.join(', ')}`;
}
