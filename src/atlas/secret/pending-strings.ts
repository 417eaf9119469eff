import { sameId } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { reconcilesServerless } from '../operator/serverless-support.ts';
import { regionsOf } from '../projects/cluster-endpoints.ts';
import { isPaused } from '../projects/paused.ts';
import type { WaitingRun } from '../run.ts';
import { awaitStrings } from './await-strings.ts';
import { leftBehindByOldOperator } from './endpoint-strings.ts';
import type { FoundSecret, SecretQuery } from './find/find.ts';
import { missingFrom } from './staleness.ts';

/** How often the operator reconciles an object with an externalProjectRef, in milliseconds (--independent-sync-period, 15 minutes). */
const INDEPENDENT_SYNC_MS = 15 * 60_000;

/** Whether the operator's periodic resync of a dedicated deployment, which writes its strings, falls within the timeout. */
export function looksAgain({ deployment }: FoundSecret, timeoutMs: number): boolean {
  if (deployment?.spec?.externalProjectRef === undefined || isPaused(deployment)) return false;
  return timeoutMs > INDEPENDENT_SYNC_MS;
}

/**
 * The available endpoints whose string is not in the Secret yet but that the operator is about to write. For a serverless deployment it
 * does so one pass after AVAILABLE (seen with v2.11.1); operators from 2.12.0 on never do. Sends no request if no string is missing.
 * @param wanted the label or the cloud endpoint's id; every endpoint if undefined
 */
export async function pendingStrings(
  { client, time, timeoutMs }: Pick<WaitingRun, 'client' | 'time' | 'timeoutMs'>,
  found: FoundSecret,
  wanted: string | undefined,
): Promise<readonly EndpointState[]> {
  const missing = missingFrom(found).endpoints.filter(
    ({ label, declaredId = '' }) => wanted === undefined || label === wanted || sameId(declaredId, wanted),
  );
  if (missing.length === 0 || found.deployment === undefined) return [];
  if (leftBehindByOldOperator(found.secret, found.deployment)) return [];
  const willBeWritten =
    regionsOf(found.deployment).length > 0
      ? looksAgain(found, timeoutMs)
      : (await reconcilesServerless(client, time.signal)) === true;
  return willBeWritten ? missing : [];
}

/**
 * Waits until the Secret contains the strings of all these endpoints. The timeout applies to all waits together.
 * @throws the same as `awaitStrings`
 */
export async function awaitPending(
  run: WaitingRun,
  query: SecretQuery,
  found: FoundSecret,
  pending: readonly EndpointState[],
): Promise<FoundSecret> {
  const { time } = run;
  const started = time.now();
  let latest = found;
  for (const { declaredId = '' } of pending) {
    const timeoutMs = run.timeoutMs - (time.now() - started);
    latest = await awaitStrings({ ...run, timeoutMs }, query, declaredId);
  }
  return latest;
}
