import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../client.ts';
import { ApiError } from '../errors.ts';
import { orRefusal } from '../refusal.ts';
import type { KubeObject } from '../resource.ts';
import type { PlaceName } from './place-name.ts';
import { type Container, type Pod, podResource, usesSecret } from './pod.ts';
import { type Workload, type WorkloadResource, replicaSetResource, selectorText } from './workload.ts';

/** Which revision of a Deployment a ReplicaSet is (kubernetes pkg/controller/deployment/util/deployment_util.go). */
const REVISION = 'deployment.kubernetes.io/revision';
/** The container that kubectl takes where none is named (kubectl pkg/cmd/util/podcmd/podcmd.go). */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/**
 * The Pod to look from: the one that is named, or a running one of a workload; of a Deployment one of its newest ReplicaSet. One that is ready
 * comes first, but an application that cannot reach its database seldom is.
 * @throws ApiError; UserError if there is no such Pod, or none that runs
 */
export async function findPod(
  client: KubeClient,
  namespace: string,
  { workload, name }: PlaceName,
  signal: AbortSignal,
): Promise<Pod> {
  if (workload === undefined) {
    const pod = await client.get<Pod>(podResource, namespace, name, signal);
    if (isRunning(pod)) return pod;
    const { phase = 'unknown' } = pod.status ?? {};
    const state = pod.metadata.deletionTimestamp === undefined ? phase : 'being deleted';
    throw notRunning(`pod/${name}`, namespace, `is not running (${state})`);
  }
  const object = await client.get<Workload>(workload, namespace, name, signal);
  const labelSelector = selectorText(object.spec?.selector ?? {});
  const { items } = await client.list<Pod>(podResource, namespace, { labelSelector }, signal);
  const running = (await ownPods(client, { object, workload, labelSelector }, items, signal)).filter(isRunning);
  const chosen = running.find(isReady) ?? running[0];
  if (chosen === undefined) throw notRunning(`${workload.shortName}/${name}`, namespace, 'has no running Pod');
  return chosen;
}

interface Owner {
  readonly object: Workload;
  readonly workload: WorkloadResource;
  readonly labelSelector: string;
}

/** Those of the Pods that belong to the workload, the newest revision's only. Labels alone may also fit Pods of others. */
async function ownPods(
  client: KubeClient,
  { object, workload, labelSelector }: Owner,
  pods: readonly Pod[],
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  if (workload.kind !== 'Deployment') return pods.filter((pod) => isOwnedBy(pod, object));
  const { namespace } = object.metadata;
  const sets = await orRefusal(client.list<KubeObject>(replicaSetResource, namespace, { labelSelector }, signal));
  // Without the right to see ReplicaSets, the newest Pod is one of the newest.
  if (sets instanceof ApiError) return pods.toSorted((a, b) => (createdAt(a) < createdAt(b) ? 1 : -1));
  const newest = sets.items
    .filter((set) => isOwnedBy(set, object))
    .toSorted((a, b) => revisionOf(b) - revisionOf(a))[0];
  return newest === undefined ? [] : pods.filter((pod) => isOwnedBy(pod, newest));
}

function createdAt({ metadata }: KubeObject): string {
  return metadata.creationTimestamp ?? '';
}

function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

function isOwnedBy({ metadata }: KubeObject, owner: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).some(({ uid }) => uid !== undefined && uid === owner.metadata.uid);
}

function isRunning({ status, metadata }: Pod): boolean {
  return status?.phase === 'Running' && metadata.deletionTimestamp === undefined;
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

function notRunning(what: string, namespace: string, reason: string): UserError {
  return new UserError(`${what} in namespace ${namespace} ${reason}, so it cannot be probed from`, {
    hint: ['see why with: ', { kubectl: ['describe', ...what.split('/'), '-n', namespace] }],
  });
}

/**
 * The container to look from: the one that is named, else one that takes something from a connection Secret, else kubectl's choice.
 * @param secrets names of the connection Secrets
 * @throws UserError if the Pod has no container of that name
 */
export function chooseContainer(pod: Pod, named: string | undefined, secrets: readonly string[]): string {
  const containers = pod.spec?.containers ?? [];
  const names = containers.flatMap(({ name }) => name ?? []);
  if (named !== undefined && named !== '') {
    if (names.includes(named)) return named;
    throw new UserError(`container ${named} not found in pod/${pod.metadata.name}`, {
      hint: `its containers: ${names.join(', ')}`,
    });
  }
  const wanted = new Set(secrets);
  const using: Container | undefined = containers.find((container) => usesSecret(pod, container, wanted));
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER];
  return using?.name ?? names.find((name) => name === annotated) ?? names[0] ?? '';
}
