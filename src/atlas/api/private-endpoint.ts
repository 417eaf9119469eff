import type { V1Condition } from '@kubernetes/client-node';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import { atlasGroup } from './deployment.ts';

export const privateEndpointResource: Resource = {
  group: atlasGroup,
  version: 'v1',
  plural: 'atlasprivateendpoints',
  singular: 'atlasprivateendpoint',
  kind: 'AtlasPrivateEndpoint',
};

/** Which Atlas project an object belongs to; one of the two (operator v2.7.0:api/v1/project_reference_types.go). */
export interface ProjectReference {
  readonly projectRef?: { readonly name?: string; readonly namespace?: string };
  readonly externalProjectRef?: { readonly id?: string };
  readonly connectionSecret?: { readonly name?: string };
}

/** An entry of status.endpoints; two of its names are spelt unlike any other (operator v2.7.0:api/v1/status/atlasprivateendpoint.go). */
export interface InterfaceStatus {
  readonly ID?: string;
  readonly InterfaceStatus?: string;
  readonly connectionName?: string;
  readonly error?: string;
}

/** One endpoint service of a dedicated project's region, and its endpoints (operator 2.6.0 and later: api/v1/atlasprivateendpoint_types.go). */
export interface AtlasPrivateEndpoint extends KubeObject {
  readonly spec?: ProjectReference & {
    readonly provider?: string;
    readonly region?: string;
    readonly awsConfiguration?: readonly { readonly id?: string }[] | null;
    readonly azureConfiguration?: readonly { readonly id?: string; readonly ipAddress?: string }[] | null;
    readonly gcpConfiguration?: readonly { readonly groupName?: string }[] | null;
    /** Other regions from which endpoints may connect, in AWS's spelling; AWS only, operator 2.15.0 and later. */
    readonly supportedRegions?: readonly string[] | null;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Partial<V1Condition>[];
    readonly serviceId?: string;
    readonly serviceStatus?: string;
    readonly error?: string;
    readonly serviceName?: string;
    readonly resourceId?: string;
    readonly endpoints?: readonly InterfaceStatus[];
  };
}
