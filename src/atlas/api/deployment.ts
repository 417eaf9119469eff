import { type CustomResource, atlasResource } from './custom-resource.ts';
import type { Shape } from '../../kube/shape.ts';
import { type ProjectReference, projectReferenceShape } from './project-reference.ts';

const place = { providerName: 'string', regionName: 'string' } as const;

const dedicatedShape: Shape = {
  name: 'string',
  paused: 'boolean',
  replicationSpecs: [{ regionConfigs: [place] }],
  providerSettings: place,
};

export const deploymentResource = atlasResource('AtlasDeployment', 'atlasdeployments', {
  spec: {
    ...projectReferenceShape,
    serverlessSpec: {
      name: 'string',
      providerSettings: { ...place, backingProviderName: 'string' },
      privateEndpoints: [{ name: 'string', cloudProviderEndpointID: 'string', privateEndpointIpAddress: 'string' }],
    },
    deploymentSpec: dedicatedShape,
    advancedDeploymentSpec: dedicatedShape,
    flexSpec: { name: 'string' },
  },
  status: {
    stateName: 'string',
    serverlessPrivateEndpoints: [
      {
        _id: 'string',
        name: 'string',
        status: 'string',
        errorMessage: 'string',
        providerName: 'string',
        cloudProviderEndpointId: 'string',
        endpointServiceName: 'string',
        privateLinkServiceResourceId: 'string',
        privateEndpointIpAddress: 'string',
      },
    ],
    connectionStrings: {
      private: 'string',
      privateSrv: 'string',
      privateEndpoint: [
        {
          connectionString: 'string',
          srvConnectionString: 'string',
          srvShardOptimizedConnectionString: 'string',
          endpoints: [{ endpointId: 'string', providerName: 'string', region: 'string' }],
        },
      ],
    },
  },
});

/** An item of spec.serverlessSpec.privateEndpoints (operator v1.6.0:pkg/api/v1/serverless_private_endpoint.go; the same up to v2.15.1). */
export interface ServerlessEndpointSpec {
  readonly name?: string;
  /** Capital ID here, `cloudProviderEndpointId` in the status. */
  readonly cloudProviderEndpointID?: string;
  readonly privateEndpointIpAddress?: string;
}

/** An item of status.serverlessPrivateEndpoints (operator v1.6.0:pkg/api/v1/status/serverless_private_endpoint.go). */
export interface ServerlessEndpointStatus {
  readonly _id?: string;
  readonly name?: string;
  readonly cloudProviderEndpointId?: string;
  readonly endpointServiceName?: string;
  readonly privateLinkServiceResourceId?: string;
  readonly privateEndpointIpAddress?: string;
  readonly providerName?: string;
  readonly status?: string;
  readonly errorMessage?: string;
}

/** An item of status.connectionStrings.privateEndpoint: the only place that ties a private connection string to an endpoint id. */
export interface PrivateEndpointStrings {
  readonly connectionString?: string;
  readonly srvConnectionString?: string;
  readonly srvShardOptimizedConnectionString?: string;
  readonly endpoints?: readonly {
    readonly endpointId?: string;
    readonly providerName?: string;
    readonly region?: string;
  }[];
}

/** A dedicated cluster (operator v2.7.0:api/v1/atlasdeployment_types.go; `providerSettings` with 1.x: pkg/api/v1/atlasdeployment_types.go). */
export interface DedicatedSpec {
  readonly name?: string;
  readonly paused?: boolean;
  readonly replicationSpecs?: readonly {
    readonly regionConfigs?: readonly { readonly providerName?: string; readonly regionName?: string }[];
  }[];
  readonly providerSettings?: { readonly providerName?: string; readonly regionName?: string };
}

/** An AtlasDeployment, as far as this program reads it; everything else passes through a patch untouched. */
export interface AtlasDeployment extends CustomResource<'AtlasDeployment'> {
  readonly spec?: ProjectReference & {
    readonly serverlessSpec?: {
      readonly name?: string;
      readonly providerSettings?: {
        readonly providerName?: string;
        readonly backingProviderName?: string;
        readonly regionName?: string;
      };
      readonly privateEndpoints?: readonly ServerlessEndpointSpec[] | null;
    };
    readonly deploymentSpec?: DedicatedSpec;
    /** Operator 1.x; deploymentSpec is this one from 2.0 on. */
    readonly advancedDeploymentSpec?: DedicatedSpec;
    readonly flexSpec?: { readonly name?: string };
  };
  readonly status?: CustomResource['status'] & {
    /** What Atlas does with it, such as IDLE or UPDATING. */
    readonly stateName?: string;
    readonly serverlessPrivateEndpoints?: readonly ServerlessEndpointStatus[];
    readonly connectionStrings?: {
      readonly private?: string;
      readonly privateSrv?: string;
      readonly privateEndpoint?: readonly PrivateEndpointStrings[];
    };
  };
}

/** The deployment's name in Atlas, which is in the connection Secret's label; undefined if the spec has none. */
export function clusterName(deployment: AtlasDeployment): string | undefined {
  const spec = deployment.spec;
  return (
    spec?.serverlessSpec?.name ??
    spec?.deploymentSpec?.name ??
    spec?.advancedDeploymentSpec?.name ??
    spec?.flexSpec?.name
  );
}

/**
 * The provider and region of each part of a cluster that is not serverless. Free and shared clusters have the provider TENANT (operator
 * v2.7.0:api/v1/atlasdeployment_types.go, ProviderName).
 */
export function regionConfigs({
  spec,
}: AtlasDeployment): readonly { readonly providerName?: string; readonly regionName?: string }[] {
  const described = spec?.deploymentSpec ?? spec?.advancedDeploymentSpec;
  const configs = (described?.replicationSpecs ?? []).flatMap(({ regionConfigs: each }) => each ?? []);
  return [...configs, ...(described?.providerSettings === undefined ? [] : [described.providerSettings])];
}
