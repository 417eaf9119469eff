import type { KubeObject, Resource } from '../resource.ts';
import type { Shape } from '../shape.ts';

/** A variable or file source of a container that may name a Secret. */
interface SecretSource {
  readonly name?: string;
}

/** What a container is declared with, as far as it matters here. */
export interface Container {
  readonly name: string;
  readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: SecretSource } }[];
  readonly envFrom?: readonly { readonly secretRef?: SecretSource }[];
  readonly volumeMounts?: readonly { readonly name?: string }[];
}

/** A volume that may come from Secrets. */
interface Volume {
  readonly name?: string;
  readonly secret?: { readonly secretName?: string };
  readonly projected?: { readonly sources?: readonly { readonly secret?: SecretSource }[] };
}

/** The state of a container (k8s.io/api core/v1 types.go, ContainerState). */
interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: { readonly exitCode?: number; readonly reason?: string; readonly message?: string };
}

export interface ContainerStatus {
  readonly name: string;
  readonly state?: ContainerState;
}

export interface Pod extends KubeObject {
  readonly spec?: { readonly containers?: readonly Container[]; readonly volumes?: readonly Volume[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

const containerStatuses: Shape = [
  {
    name: 'string',
    state: {
      waiting: { reason: 'string', message: 'string' },
      running: { startedAt: 'string' },
      terminated: { exitCode: 'number', reason: 'string', message: 'string' },
    },
  },
];

export const podResource: Resource = {
  group: '',
  version: 'v1',
  plural: 'pods',
  singular: 'pod',
  kind: 'Pod',
  shape: {
    spec: {
      containers: [
        {
          name: 'string',
          env: [{ valueFrom: { secretKeyRef: { name: 'string' } } }],
          envFrom: [{ secretRef: { name: 'string' } }],
          volumeMounts: [{ name: 'string' }],
        },
      ],
      volumes: [
        {
          name: 'string',
          secret: { secretName: 'string' },
          projected: { sources: [{ secret: { name: 'string' } }] },
        },
      ],
    },
    status: {
      phase: 'string',
      conditions: [{ type: 'string', status: 'string' }],
      containerStatuses,
      ephemeralContainerStatuses: containerStatuses,
    },
  },
};

/** Whether a container of a Pod takes anything from one of these Secrets, as variables or as files. */
export function usesSecret(pod: Pod, container: Container, secrets: ReadonlySet<string>): boolean {
  const isOne = (name: string | undefined): boolean => name !== undefined && secrets.has(name);
  const mounted = (pod.spec?.volumes ?? [])
    .filter(
      ({ secret, projected }) =>
        isOne(secret?.secretName) || (projected?.sources ?? []).some((source) => isOne(source.secret?.name)),
    )
    .map(({ name }) => name);
  return (
    (container.env ?? []).some(({ valueFrom }) => isOne(valueFrom?.secretKeyRef?.name)) ||
    (container.envFrom ?? []).some(({ secretRef }) => isOne(secretRef?.name)) ||
    (container.volumeMounts ?? []).some(({ name }) => mounted.includes(name))
  );
}
