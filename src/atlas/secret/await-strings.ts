import { sameId } from '../../core/cloud-endpoint.ts';
import { type Verdict, poll, waitFor } from '../../core/wait.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import type { WaitingRun } from '../run.ts';
import { serverlessEndpoints } from '../sources/serverless/state.ts';
import { SecretNotFound } from './connection-secret.ts';
import { privateStrings } from './connection-string.ts';
import { leftBehindByOldOperator, leftOutByOldOperator, stringsOf } from './endpoint-strings.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from './find/find.ts';

/** Milliseconds between two looks: the operator itself polls Atlas every 10 s. */
const POLL_MS = 5_000;

function listsEndpoint(deployment: AtlasDeployment | undefined, id: string): boolean {
  const entries = deployment?.status?.connectionStrings?.privateEndpoint ?? [];
  return entries.some((entry) =>
    entry.endpoints?.some(({ endpointId }) => endpointId !== undefined && sameId(endpointId, id)),
  );
}

/** Operators write the strings to the status only when they find every endpoint AVAILABLE (seen with v2.2.0 and v2.11.1). */
function notListed(deployment: AtlasDeployment | undefined, id: string): string {
  const text = "the string is not in the deployment's status yet";
  const other = (deployment === undefined ? [] : serverlessEndpoints(deployment)).find(
    ({ declaredId, linkedId, phase }) => phase !== 'Available' && declaredId !== id && linkedId !== id,
  );
  return other === undefined
    ? text
    : `${text}: the operator writes it once every endpoint is AVAILABLE, but "${other.label}" is ${other.state ?? 'only declared'}`;
}

function judge(found: FoundSecret | SecretNotFound, id: string): Verdict<FoundSecret> {
  if (found instanceof SecretNotFound) return { waiting: found.message };
  const { secret, deployment } = found;
  // Throws its own sentence: on such an operator the string never comes.
  if (leftOutByOldOperator(secret, deployment) || leftBehindByOldOperator(secret, deployment)) stringsOf(found, id);
  if (!listsEndpoint(deployment, id)) return { waiting: notListed(deployment, id) };
  const here = privateStrings(secret.data, deployment, found.endpoints).strings.some(({ owners }) =>
    owners.some((owner) => sameId(owner.id, id)),
  );
  return here ? { done: found } : { waiting: `secret/${secret.name} does not contain it yet` };
}

/** @returns the error if the Secret does not exist yet. @throws other errors, which waiting cannot resolve */
async function look(run: WaitingRun, query: SecretQuery): Promise<FoundSecret | SecretNotFound> {
  try {
    return await findConnectionSecret(run, query);
  } catch (error) {
    if (error instanceof SecretNotFound) return error;
    throw error;
  }
}

/** Looks for the Secret repeatedly until `judgeFound` ends the wait. @param what completes "waiting for …" */
function lookUntil(
  run: WaitingRun,
  query: SecretQuery,
  what: string,
  judgeFound: (found: FoundSecret | SecretNotFound) => Verdict<FoundSecret>,
): Promise<FoundSecret> {
  return waitFor(run.time, {
    what,
    timeoutMs: run.timeoutMs,
    hint: run.resume,
    observe: (signal) => poll(run.time, POLL_MS, signal, () => look(run, query)),
    judge: judgeFound,
    onChange: run.onSeen,
  });
}

/**
 * Waits until the Secret exists, whatever it contains: the operator creates it once the cluster is ready, which may take Atlas longer than
 * an endpoint of the cluster (seen with v2.11.1 and v2.15.0).
 * @throws TimeoutError, InterruptedError, and UserError if the Secret cannot be chosen, or does not exist and must not be waited for
 */
export async function awaitSecret(run: WaitingRun, query: SecretQuery): Promise<FoundSecret> {
  const first = await look(run, query);
  if (!(first instanceof SecretNotFound)) return first;
  if (run.timeoutMs === 0) throw first;
  return lookUntil(run, query, 'the connection Secret', (found) =>
    found instanceof SecretNotFound ? { waiting: found.message } : { done: found },
  );
}

/**
 * Waits until the Secret contains the string of the cloud endpoint `id`. Atlas may publish it, and the operator write it, some
 * passes after the endpoint became AVAILABLE (v2.7.0:internal/controller/atlasdeployment/serverless_deployment.go).
 * @throws TimeoutError, InterruptedError, and UserError if the string will never appear or the Secret cannot be chosen
 */
export function awaitStrings(run: WaitingRun, query: SecretQuery, id: string): Promise<FoundSecret> {
  return lookUntil(run, query, 'the private connection string in the Secret', (found) => judge(found, id));
}
