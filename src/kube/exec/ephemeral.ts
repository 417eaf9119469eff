import { randomBytes } from 'node:crypto';
import type { Time } from '../../core/wait.ts';
import { jsonOf } from '../answer.ts';
import type { KubeClient } from '../client.ts';
import { apiError } from '../errors.ts';
import { apiPath } from '../resource.ts';
import type { ContainerPlace } from './exec.ts';
import { type ContainerStatus, type Pod, podResource } from '../workloads/pod.ts';

/** Between two looks at a container that has not ended, in milliseconds. */
const PAUSE_MS = 500;

/** A container that will not start, with the reason that the kubelet gives, such as `ImagePullBackOff`. */
export class NoStartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoStartError';
  }
}

/** The kubelet's reasons that do not pass within a probe's time (pkg/kubelet/images/types.go, container/sync_result.go). */
const lasting = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/**
 * Adds an ephemeral container to a Pod. It meets the restricted Pod security standard (kubernetes.io/docs/concepts/security/pod-security-standards),
 * and stays in the Pod's list for as long as the Pod lives: the API has no way to remove one.
 * @returns where it is
 * @throws ApiError without `patch` on pods/ephemeralcontainers, or if a policy refuses it
 */
export async function addEphemeral(
  { transport }: KubeClient,
  pod: Pod,
  { image, command }: { readonly image: string; readonly command: readonly string[] },
  signal: AbortSignal,
): Promise<ContainerPlace> {
  const { name, namespace = '', uid } = pod.metadata;
  const container = `atlas-pe-${randomBytes(4).toString('hex')}`;
  const added = {
    name: container,
    image,
    command,
    securityContext: {
      runAsNonRoot: true,
      // Images of interpreters often name no user, or root.
      runAsUser: 65_532,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationMessagePolicy: 'File',
  };
  const response = await transport.send({
    method: 'PATCH',
    path: `${apiPath(podResource, namespace, name)}/ephemeralcontainers`,
    contentType: 'application/strategic-merge-patch+json',
    // The uid makes it the Pod that was looked at, and no namesake that took its place.
    body: { metadata: { uid }, spec: { ephemeralContainers: [added] } },
    signal,
  });
  jsonOf(response, transport.server);
  return { namespace, pod: name, container };
}

/**
 * Waits until an ephemeral container has ended.
 * @throws NoStartError; ApiError; the signal's reason
 */
export async function untilEnded(client: KubeClient, place: ContainerPlace, time: Time): Promise<void> {
  for (;;) {
    const pod = await client.get<Pod>(podResource, place.namespace, place.pod, time.signal);
    const status = pod.status?.ephemeralContainerStatuses?.find(({ name }) => name === place.container);
    if (status?.state?.terminated !== undefined) return;
    refuseLasting(status);
    await time.sleep(PAUSE_MS, time.signal);
  }
}

function refuseLasting(status: ContainerStatus | undefined): void {
  const { reason, message } = status?.state?.waiting ?? {};
  if (reason !== undefined && lasting.has(reason))
    throw new NoStartError(message === undefined || message === '' ? reason : `${reason}: ${message}`);
}

/** What a container has printed. @throws ApiError without `get` on pods/log */
export async function logOf(
  { transport }: KubeClient,
  { namespace, pod, container }: ContainerPlace,
  signal: AbortSignal,
): Promise<string> {
  const path = `${apiPath(podResource, namespace, pod)}/log`;
  const response = await transport.send({ method: 'GET', path, query: { container }, signal });
  if (response.status !== 200) throw apiError(response);
  return response.body;
}
