import type { Known } from '../../core/chain/observed/known.ts';
import type { ObservedWorkload, ObservedWorkloads, SecretUse } from '../../core/chain/observed/workloads.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { Run } from '../run.ts';
import { type NamespacePolicies, readPolicies, selecting } from './policies.ts';
import { type Container, type Pod, type Volume, podResource } from '../../kube/workloads/pod.ts';

/** The Secrets of a namespace that are looked for. */
export interface SoughtSecrets {
  readonly namespace: string;
  readonly names: readonly string[];
}

/** The workloads whose Pods use some Secrets, each by its newest Pod. @param now milliseconds since the epoch */
export async function observeWorkloads(
  run: Run,
  sought: readonly SoughtSecrets[],
  now: number,
): Promise<Known<ObservedWorkloads>> {
  const found = await Promise.all(sought.map((each) => inNamespace(run, each, now)));
  const refused = found.find((each) => 'refusal' in each);
  if (refused !== undefined) return refused;
  const seen = found.flatMap((each) => ('refusal' in each ? [] : [each]));
  return { using: seen.flatMap(({ using }) => using), seen: seen.reduce((sum, each) => sum + each.seen, 0) };
}

async function inNamespace(
  run: Run,
  { namespace, names }: SoughtSecrets,
  now: number,
): Promise<Known<ObservedWorkloads>> {
  const [pods, policies] = await Promise.all([
    orRefusal(run.client.list<Pod>(podResource, namespace, {}, run.time.signal)),
    readPolicies(run, namespace),
  ]);
  if (pods instanceof ApiError) return { refusal: pods.message };
  const living = pods.items.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const byOwner = Map.groupBy(living, (pod) => ownerOf(pod).reference);
  const all = [...byOwner].map(([reference, members]) => workloadOf(reference, members, policies, now));
  const using = all.filter(({ uses }) => uses.some(({ secret }) => names.includes(secret)));
  return { using, seen: all.length };
}

const shortKinds: Readonly<Record<string, string>> = {
  Deployment: 'deploy',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
  Job: 'job',
};

/** What a Pod belongs to: of a ReplicaSet with a hash of the template in its name it is the Deployment. */
export function ownerOf({ metadata }: Pod): { readonly reference: string; readonly restartable: boolean } {
  const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
  const { kind = '', name = '' } = owner ?? {};
  if (owner === undefined) return { reference: `pod/${metadata.name}`, restartable: false };
  const hash = metadata.labels?.['pod-template-hash'];
  if (kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`))
    return { reference: `deploy/${name.slice(0, -hash.length - 1)}`, restartable: true };
  const short = shortKinds[kind];
  return { reference: `${short ?? kind.toLowerCase()}/${name}`, restartable: short !== undefined && kind !== 'Job' };
}

function workloadOf(
  reference: string,
  pods: readonly Pod[],
  policies: NamespacePolicies,
  now: number,
): ObservedWorkload {
  const newest = pods.toSorted((a, b) =>
    (a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? 1 : -1,
  )[0];
  const started = pods.flatMap(({ status }) =>
    (status?.containerStatuses ?? []).flatMap(({ state }) => Date.parse(state?.running?.startedAt ?? '') || []),
  );
  const marks = Object.keys(newest?.metadata.annotations ?? {});
  return {
    reference,
    namespace: newest?.metadata.namespace ?? '',
    uses: newest === undefined ? [] : usesOf(newest),
    hostNetwork: newest?.spec?.hostNetwork === true,
    startedMsAgo: started.length === 0 ? undefined : now - Math.min(...started),
    reloads: marks.some((key) => /reloader\.stakater\.com\//.test(key)),
    restartable: newest !== undefined && ownerOf(newest).restartable,
    policies:
      newest === undefined || newest.spec?.hostNetwork === true
        ? []
        : selecting(policies, newest.metadata.labels ?? {}),
  };
}

function usesOf({ spec }: Pod): readonly SecretUse[] {
  const { containers = [], volumes = [] } = spec ?? {};
  return containers.flatMap((container) => [...byVariable(container), ...byVolume(container, volumes)]);
}

function byVariable({ name: container = '', env = [], envFrom = [] }: Container): readonly SecretUse[] {
  const one = env.flatMap(({ name: variable, valueFrom }) => {
    const { name: secret, key } = valueFrom?.secretKeyRef ?? {};
    return secret === undefined ? [] : [{ container, key, secret, fixedAtStart: true, variable }];
  });
  const whole = envFrom.flatMap(({ secretRef }) =>
    secretRef?.name === undefined
      ? []
      : [{ container, key: undefined, secret: secretRef.name, fixedAtStart: true, variable: undefined }],
  );
  return [...one, ...whole];
}

function byVolume(
  { name: container = '', volumeMounts = [] }: Container,
  volumes: readonly Volume[],
): readonly SecretUse[] {
  return volumeMounts.flatMap(({ name, subPath, subPathExpr }) => {
    const volume = volumes.find((each) => each.name === name);
    const sources = [volume?.secret, ...(volume?.projected?.sources ?? []).map(({ secret }) => secret)];
    const fixedAtStart = subPath !== undefined || subPathExpr !== undefined;
    return sources.flatMap((source) => {
      const secret = source?.secretName ?? source?.name;
      if (secret === undefined) return [];
      const keys = source?.items?.map(({ key }) => key) ?? [undefined];
      return keys.map((key) => ({ container, key, secret, fixedAtStart, variable: undefined }));
    });
  });
}
