import type { KubeObject, Resource } from '../resource.ts';
import type { Shape } from '../shape.ts';

const keyReference = { name: 'string', key: 'string' } as const;

const containerShape: Shape = {
  name: 'string',
  env: [{ name: 'string', valueFrom: { secretKeyRef: keyReference } }],
  envFrom: [{ secretRef: { name: 'string' } }],
  volumeMounts: [{ name: 'string', subPath: 'string', subPathExpr: 'string' }],
};

const projection = { secretName: 'string', name: 'string', items: [{ key: 'string' }] } as const;

const statusShape: Shape = {
  name: 'string',
  state: {
    waiting: { reason: 'string', message: 'string' },
    running: { startedAt: 'string' },
    terminated: { exitCode: 'number' },
  },
};

export const podResource: Resource = {
  group: '',
  version: 'v1',
  plural: 'pods',
  singular: 'pod',
  kind: 'Pod',
  shape: {
    spec: {
      hostNetwork: 'boolean',
      containers: [containerShape],
      volumes: [{ name: 'string', secret: projection, projected: { sources: [{ secret: projection }] } }],
    },
    status: {
      phase: 'string',
      conditions: [{ type: 'string', status: 'string' }],
      containerStatuses: [statusShape],
      ephemeralContainerStatuses: [statusShape],
    },
  },
};

/** A container, as far as it uses Secrets. */
export interface Container {
  readonly name?: string;
  readonly env?: readonly {
    readonly name?: string;
    readonly valueFrom?: { readonly secretKeyRef?: { readonly name?: string; readonly key?: string } };
  }[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name?: string } }[];
  readonly volumeMounts?: readonly {
    readonly name?: string;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
}

interface SecretSource {
  readonly secretName?: string;
  readonly name?: string;
  readonly items?: readonly { readonly key?: string }[];
}

/** A volume, as far as it is of Secrets. */
export interface Volume {
  readonly name?: string;
  readonly secret?: SecretSource;
  readonly projected?: { readonly sources?: readonly { readonly secret?: SecretSource }[] };
}

/** How a container is (k8s.io/api core/v1 types.go, ContainerStatus). */
export interface ContainerStatus {
  readonly name?: string;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: { readonly startedAt?: string };
    readonly terminated?: { readonly exitCode?: number };
  };
}

/** A Pod, as far as this program looks at it. */
export interface Pod extends KubeObject {
  readonly spec?: {
    readonly hostNetwork?: boolean;
    readonly containers?: readonly Container[];
    readonly volumes?: readonly Volume[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

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
