import type { V1Condition } from '@kubernetes/client-node';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import { atlasGroup } from './deployment.ts';

export const projectResource: Resource = {
  group: atlasGroup,
  version: 'v1',
  plural: 'atlasprojects',
  singular: 'atlasproject',
  kind: 'AtlasProject',
};

/** An item of spec.privateEndpoints (operator v1.6.0:pkg/api/v1/privateendpoint.go); an item more for each further endpoint of a service. */
export interface ProjectEndpointSpec {
  readonly provider?: string;
  readonly region?: string;
  readonly id?: string;
  readonly ip?: string;
  readonly endpointGroupName?: string;
}

/** An item of status.privateEndpoints (operator v1.6.0:pkg/api/v1/status/privateendpoint.go): it has no state. */
export interface ProjectEndpointStatus {
  readonly id?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly serviceName?: string;
  /** Azure's private link service; on AWS the same as `id`. */
  readonly serviceResourceId?: string;
  readonly interfaceEndpointId?: string;
}

export interface AtlasProject extends KubeObject {
  readonly spec?: {
    readonly name?: string;
    readonly privateEndpoints?: readonly ProjectEndpointSpec[] | null;
  };
  readonly status?: {
    readonly id?: string;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Partial<V1Condition>[];
    readonly privateEndpoints?: readonly ProjectEndpointStatus[];
  };
}
