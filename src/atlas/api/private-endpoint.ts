import { type CustomResource, atlasResource } from './custom-resource.ts';
import { type ProjectReference, projectReferenceShape } from './project-reference.ts';

export const privateEndpointResource = atlasResource('AtlasPrivateEndpoint', 'atlasprivateendpoints', {
  spec: {
    ...projectReferenceShape,
    provider: 'string',
    region: 'string',
    portMappingEnabled: 'boolean',
    supportedRegions: ['string'],
    awsConfiguration: [{ id: 'string' }],
    azureConfiguration: [{ id: 'string', ipAddress: 'string' }],
    gcpConfiguration: [
      { projectId: 'string', groupName: 'string', endpoints: [{ name: 'string', ipAddress: 'string' }] },
    ],
  },
  status: {
    serviceId: 'string',
    serviceStatus: 'string',
    error: 'string',
    serviceName: 'string',
    resourceId: 'string',
    serviceAttachmentNames: ['string'],
    endpoints: [
      {
        ID: 'string',
        InterfaceStatus: 'string',
        connectionName: 'string',
        error: 'string',
        gcpForwardingRules: [{ name: 'string', status: 'string' }],
      },
    ],
  },
});

/** An entry of status.endpoints; two of its field names are capitalized, unlike any others (operator v2.7.0:api/v1/status/atlasprivateendpoint.go). */
export interface InterfaceStatus {
  readonly ID?: string;
  readonly InterfaceStatus?: string;
  readonly connectionName?: string;
  readonly gcpForwardingRules?: readonly { readonly name?: string; readonly status?: string }[];
  readonly error?: string;
}

/** One endpoint service of a dedicated project's region, and its endpoints (operator 2.6.0 and later: api/v1/atlasprivateendpoint_types.go). */
export interface AtlasPrivateEndpoint extends CustomResource<'AtlasPrivateEndpoint'> {
  readonly spec?: ProjectReference & {
    readonly provider?: string;
    readonly region?: string;
    readonly awsConfiguration?: readonly { readonly id?: string }[] | null;
    readonly azureConfiguration?: readonly { readonly id?: string; readonly ipAddress?: string }[] | null;
    readonly gcpConfiguration?:
      | readonly {
          readonly projectId?: string;
          readonly groupName?: string;
          readonly endpoints?: readonly { readonly name?: string; readonly ipAddress?: string }[];
        }[]
      | null;
    /** Whether a service on Google Cloud is to have one attachment for all of its nodes; operator 2.15.0 and later. */
    readonly portMappingEnabled?: boolean;
    /** Each provider has a list of its own, which is named after it; these are the ones that other providers may have. */
    readonly [list: `${string}Configuration`]: readonly Readonly<Record<string, unknown>>[] | null | undefined;
    /** Other regions from which endpoints may connect, in AWS's spelling; AWS only, operator 2.15.0 and later. */
    readonly supportedRegions?: readonly string[] | null;
  };
  readonly status?: CustomResource['status'] & {
    readonly serviceId?: string;
    readonly serviceStatus?: string;
    readonly error?: string;
    readonly serviceName?: string;
    readonly resourceId?: string;
    readonly serviceAttachmentNames?: readonly string[];
    readonly endpoints?: readonly InterfaceStatus[];
  };
}
