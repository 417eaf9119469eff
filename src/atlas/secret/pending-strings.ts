import { sameId } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { Time } from '../../core/wait.ts';
import type { KubeClient } from '../../kube/client.ts';
import { awaitStrings } from './await-strings.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import type { FoundSecret, SecretQuery } from './find.ts';
import { lackOf } from './staleness.ts';
import { reconcilesServerless } from '../operator/capabilities.ts';

/** Milliseconds after which the operator looks at an object with an externalProjectRef again (--independent-sync-period, in minutes: 15). */
const INDEPENDENT_SYNC_MS = 15 * 60_000;

/** Whether the operator writes the strings of a dedicated deployment by itself before a wait of that length is over. */
export function looksAgain({ deployment }: FoundSecret, timeoutMs: number): boolean {
  return deployment?.spec?.externalProjectRef !== undefined && timeoutMs > INDEPENDENT_SYNC_MS;
}

/**
 * The available endpoints whose string is not in the Secret yet and that the operator is about to write: of a serverless deployment
 * it does so one pass later than AVAILABLE (seen with v2.11.1), operators from 2.12.0 on never do. Asks the cluster for nothing
 * where no string is missing.
 * @param wanted the label or the cloud endpoint's id; every endpoint when left out
 */
export async function comingStrings(
  client: KubeClient,
  found: FoundSecret,
  wanted: string | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly EndpointState[]> {
  const missing = lackOf(found).endpoints.filter(
    ({ label, declaredId = '' }) => wanted === undefined || label === wanted || sameId(declaredId, wanted),
  );
  if (missing.length === 0 || found.deployment === undefined) return [];
  const comes =
    regionsOf(found.deployment).length > 0
      ? looksAgain(found, timeoutMs)
      : (await reconcilesServerless(client, signal)) === true;
  return comes ? missing : [];
}

/**
 * Waits until the Secret holds the strings of all these endpoints.
 * @throws as `awaitStrings`; the time is that of all waits together
 */
export async function awaitComing(
  client: KubeClient,
  query: SecretQuery,
  found: FoundSecret,
  coming: readonly EndpointState[],
  time: Time,
  options: { readonly timeoutMs: number; readonly resume: string; readonly onSeen: (seen: string) => void },
): Promise<FoundSecret> {
  const started = time.now();
  let latest = found;
  for (const { declaredId = '' } of coming) {
    const timeoutMs = options.timeoutMs - (time.now() - started);
    latest = await awaitStrings(client, query, declaredId, time, { ...options, timeoutMs });
  }
  return latest;
}
