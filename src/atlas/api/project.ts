import { type CustomResource, atlasResource } from './custom-resource.ts';

export const projectResource = atlasResource('AtlasProject', 'atlasprojects', {
  spec: {
    name: 'string',
    connectionSecretRef: { name: 'string', namespace: 'string' },
    privateEndpoints: [
      {
        provider: 'string',
        region: 'string',
        id: 'string',
        ip: 'string',
        gcpProjectId: 'string',
        endpointGroupName: 'string',
        endpoints: [{ endpointName: 'string', ipAddress: 'string' }],
      },
    ],
  },
  status: {
    id: 'string',
    privateEndpoints: [
      {
        id: 'string',
        provider: 'string',
        region: 'string',
        serviceName: 'string',
        serviceResourceId: 'string',
        serviceAttachmentNames: ['string'],
        interfaceEndpointId: 'string',
        endpoints: [{}],
      },
    ],
  },
});

/** An item of spec.privateEndpoints (operator v1.6.0:pkg/api/v1/privateendpoint.go). A service with several endpoints has several items. */
export interface ProjectEndpointSpec {
  readonly provider?: string;
  readonly region?: string;
  readonly id?: string;
  readonly ip?: string;
  readonly gcpProjectId?: string;
  readonly endpointGroupName?: string;
  readonly endpoints?: readonly { readonly endpointName?: string; readonly ipAddress?: string }[];
}

/** An item of status.privateEndpoints (operator v1.6.0:pkg/api/v1/status/privateendpoint.go): it has no state. */
export interface ProjectEndpointStatus {
  readonly id?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly serviceName?: string;
  /** Azure's private link service; on AWS the same as `id`. */
  readonly serviceResourceId?: string;
  readonly serviceAttachmentNames?: readonly string[];
  readonly interfaceEndpointId?: string;
}

/** An AtlasProject, as far as this program reads it. */
export interface AtlasProject extends CustomResource<'AtlasProject'> {
  readonly spec?: {
    readonly name?: string;
    /** The Secret with the API key; the operator's own where it is left out. */
    readonly connectionSecretRef?: { readonly name?: string; readonly namespace?: string };
    readonly privateEndpoints?: readonly ProjectEndpointSpec[] | null;
  };
  readonly status?: CustomResource['status'] & {
    readonly id?: string;
    readonly privateEndpoints?: readonly ProjectEndpointStatus[];
  };
}
