import { sameId } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { type Time, type Verdict, poll, waitFor } from '../../core/wait.ts';
import type { KubeClient } from '../../kube/client.ts';
import { privateStrings } from './connection-string.ts';
import type { AtlasDeployment } from '../api/deployment.ts';
import { leftOutByOldOperator, stringsOf } from './endpoint-strings.ts';
import { serverlessEndpoints } from '../sources/serverless/state.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from './find.ts';

/** Milliseconds between two looks: the operator itself polls Atlas every 10 s. */
const POLL_MS = 5_000;

function listsEndpoint(deployment: AtlasDeployment | undefined, id: string): boolean {
  const entries = deployment?.status?.connectionStrings?.privateEndpoint ?? [];
  return entries.some((entry) =>
    entry.endpoints?.some(({ endpointId }) => endpointId !== undefined && sameId(endpointId, id)),
  );
}

/** Operators write the strings into the status in a pass that finds every endpoint AVAILABLE (seen with v2.2.0 and v2.11.1). */
function notListed(deployment: AtlasDeployment | undefined, id: string): string {
  const text = "the string is not in the deployment's status yet";
  const other = (deployment === undefined ? [] : serverlessEndpoints(deployment)).find(
    ({ declaredId, linkedId, phase }) => phase !== 'Available' && declaredId !== id && linkedId !== id,
  );
  return other === undefined
    ? text
    : `${text}: the operator writes it when every endpoint is AVAILABLE, and "${other.label}" is ${other.state ?? 'only declared'}`;
}

function judge(found: FoundSecret | UserError, id: string): Verdict<FoundSecret> {
  if (found instanceof UserError) return { waiting: found.message };
  const { secret, deployment } = found;
  // Throws its own sentence: on such an operator the string never comes.
  if (leftOutByOldOperator(secret, deployment)) stringsOf(found, id);
  if (!listsEndpoint(deployment, id)) return { waiting: notListed(deployment, id) };
  const here = privateStrings(secret.data, deployment, found.endpoints).strings.some(({ owners }) =>
    owners.some((owner) => sameId(owner.id, id)),
  );
  return here ? { done: found } : { waiting: `secret/${secret.name} does not hold it yet` };
}

/** @returns the error where the Secret is not there yet, which can be waited for; several to choose from, or no right to look, cannot */
async function look(client: KubeClient, query: SecretQuery, time: Time): Promise<FoundSecret | UserError> {
  try {
    return await findConnectionSecret(client, query, time.signal);
  } catch (error) {
    if (error instanceof UserError && /was found in namespace/.test(error.message)) return error;
    throw error;
  }
}

/**
 * Waits until there is a Secret, whatever it holds: the operator writes the first one when the cluster is there, which may take Atlas
 * longer than an endpoint of it (seen with v2.11.1 and v2.15.0).
 * @throws TimeoutError, InterruptedError, and UserError where the Secret cannot be chosen, or is not to be waited for
 */
export async function awaitSecret(
  client: KubeClient,
  query: SecretQuery,
  time: Time,
  options: { readonly timeoutMs: number; readonly resume: string; readonly onSeen: (seen: string) => void },
): Promise<FoundSecret> {
  const first = await look(client, query, time);
  if (!(first instanceof UserError)) return first;
  if (options.timeoutMs === 0) throw first;
  return waitFor<FoundSecret | UserError, FoundSecret>(time, {
    what: 'the connection Secret',
    timeoutMs: options.timeoutMs,
    hint: options.resume,
    observe: (signal) => poll(time, POLL_MS, signal, () => look(client, query, time)),
    judge: (found) => (found instanceof UserError ? { waiting: found.message } : { done: found }),
    onChange: options.onSeen,
  });
}

/**
 * Waits until the Secret holds the string of the cloud endpoint `id`. Atlas may publish it, and the operator write it, some
 * passes after the endpoint became AVAILABLE (v2.7.0:internal/controller/atlasdeployment/serverless_deployment.go).
 * @throws TimeoutError, InterruptedError, and UserError where the string cannot come or the Secret cannot be chosen
 */
export async function awaitStrings(
  client: KubeClient,
  query: SecretQuery,
  id: string,
  time: Time,
  options: { readonly timeoutMs: number; readonly resume: string; readonly onSeen: (seen: string) => void },
): Promise<FoundSecret> {
  return waitFor<FoundSecret | UserError, FoundSecret>(time, {
    what: 'the private connection string in the Secret',
    timeoutMs: options.timeoutMs,
    hint: options.resume,
    observe: (signal) => poll(time, POLL_MS, signal, () => look(client, query, time)),
    judge: (found) => judge(found, id),
    onChange: options.onSeen,
  });
}
