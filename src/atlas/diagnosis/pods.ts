import type { KubeObject, ObjectMeta, Resource } from '../../kube/resource.ts';
import type { Shape } from '../../kube/shape.ts';

const keyReference = { name: 'string', key: 'string' } as const;

const containerShape: Shape = {
  name: 'string',
  env: [{ name: 'string', valueFrom: { secretKeyRef: keyReference } }],
  envFrom: [{ secretRef: { name: 'string' } }],
  volumeMounts: [{ name: 'string', subPath: 'string', subPathExpr: 'string' }],
};

const projection = { secretName: 'string', name: 'string', items: [{ key: 'string' }] } as const;

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
    status: { phase: 'string', containerStatuses: [{ state: { running: { startedAt: 'string' } } }] },
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

/** A Pod, as far as the checks look at it. */
export interface Pod extends KubeObject {
  readonly metadata: ObjectMeta & {
    readonly ownerReferences?: readonly {
      readonly kind?: string;
      readonly name?: string;
      readonly controller?: boolean;
    }[];
  };
  readonly spec?: {
    readonly hostNetwork?: boolean;
    readonly containers?: readonly Container[];
    readonly volumes?: readonly Volume[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly { readonly state?: { readonly running?: { readonly startedAt?: string } } }[];
  };
}
