import { formatDuration } from '../../core/duration.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { leftOutByOldOperator } from './endpoint-strings.ts';
import { privateStrings } from './connection-string.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import type { FoundSecret } from './find.ts';

/** How a Secret compares with the endpoints of its deployment. */
export interface Freshness {
  /** The cloud endpoints that Atlas says are available and whose string the Secret does not hold. */
  readonly missing: readonly string[];
  /** One sentence on why, as far as it can be told; undefined where nothing is missing. */
  readonly text: string | undefined;
}

/** How long ago the Secret was written. */
export function ageOf(secret: ConnectionSecret, now: number): string {
  return secret.writtenAt === undefined ? 'at an unknown time' : `${formatDuration(now - secret.writtenAt)} ago`;
}

/** What a Secret lacks, whatever the kind of its deployment. */
interface Lack {
  /** The endpoints that Atlas says are available and whose string is not there. */
  readonly endpoints: readonly EndpointState[];
  /** How many strings there are of which is not known whose they are. */
  readonly unowned: number;
}

/** The declared and available endpoints whose string a Secret does not hold, with their ids. */
export function lackOf({ secret, deployment, endpoints }: FoundSecret): Lack {
  if (deployment === undefined || leftOutByOldOperator(secret, deployment)) return { endpoints: [], unowned: 0 };
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const held = strings.flatMap(({ owners }) => owners.map(({ id }) => id));
  const missing = endpoints.filter(
    ({ phase, declaredId }) =>
      phase === 'Available' && declaredId !== undefined && !held.some((id) => sameId(id, declaredId)),
  );
  // As many strings without a known endpoint as endpoints without a known string: all are there, only not which is whose.
  const unowned = new Set(strings.filter(({ owners }) => owners.length === 0).map(({ index }) => index)).size;
  return { endpoints: unowned >= missing.length ? [] : missing, unowned };
}

/**
 * What a dedicated deployment's Secret lacks. Nothing makes the operator write it when an endpoint becomes available: that happens
 * at its next look, up to 3 hours later from 2.4.1 on, 15 minutes with an externalProjectRef (operator v2.15.0:internal/controller/
 * atlasdeployment, --independent-sync-period).
 */
export function freshnessOf(found: FoundSecret, now: number): Freshness {
  const { secret, deployment } = found;
  if (deployment === undefined || regionsOf(deployment).length === 0) return { missing: [], text: undefined };
  const { endpoints, unowned } = lackOf(found);
  const missing = endpoints.flatMap(({ declaredId }) => declaredId ?? []);
  if (missing.length === 0) return { missing, text: undefined };
  const lack =
    unowned === 0
      ? `does not hold the string of ${missing.join(', ')}`
      : `holds ${unowned} of the ${missing.length} strings of ${missing.join(', ')}`;
  const name = `secret/${secret.name}, written ${ageOf(secret, now)}, ${lack}`;
  return { missing, text: `${name}: ${reasonOf(found)}` };
}

function reasonOf({ deployment, endpoints }: FoundSecret): string {
  const status = deployment?.status?.connectionStrings?.privateEndpoint ?? [];
  const listed = status.flatMap((entry) => entry.endpoints ?? []).map(({ endpointId }) => endpointId);
  const wait =
    deployment?.spec?.externalProjectRef === undefined
      ? 'the operator looks at the deployment again within 3 hours (operators before 2.4.1 never do)'
      : 'the operator looks at the deployment again within 15 minutes';
  const inStatus = endpoints.some(({ declaredId }) => declaredId !== undefined && listed.includes(declaredId));
  return inStatus ? `the deployment's status is newer than the Secret; ${wait}` : wait;
}
