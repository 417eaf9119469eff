import type { Engine, Kept, Written } from './engine.ts';

/** Everything but deleting: an object that is removed by mistake leaves the endpoint in its cloud. */
const managementPolicies = ['Observe', 'Create', 'Update', 'LateInitialize'];

/** The object that says with which credentials Crossplane works; people rename it. */
const providerConfigRef = { kind: 'ClusterProviderConfig', name: 'default' };

/** The annotation by which Crossplane knows what exists (docs.crossplane.io, "Import existing resources"). */
function adopting(name: string, namespace: string, externalName: string): object {
  return { name, namespace, annotations: { 'crossplane.io/external-name': externalName } };
}

/**
 * A VPCEndpoint of crossplane-contrib/provider-upjet-aws (namespaced, Crossplane 2). Subnets and security groups are kinds of their own
 * there; those of an endpoint that exists are left alone.
 */
function vpcEndpoint({ name, namespace, id, service, details }: Kept<'AWS'>): Written {
  const { region, serviceRegion, vpcId, privateDns, tags } = details;
  const object = {
    apiVersion: 'ec2.aws.m.upbound.io/v1beta1',
    kind: 'VPCEndpoint',
    metadata: adopting(name, namespace, id),
    spec: {
      managementPolicies,
      providerConfigRef,
      forProvider: {
        region,
        serviceName: service,
        ...(serviceRegion === undefined ? {} : { serviceRegion }),
        vpcEndpointType: 'Interface',
        vpcId,
        privateDnsEnabled: privateDns,
        tags,
      },
    },
  };
  return { kind: 'objects', objects: [object] };
}

/** A PrivateEndpoint of crossplane-contrib/provider-upjet-azure (namespaced, Crossplane 2). */
function privateEndpoint({ name, namespace, service, details }: Kept<'AZURE'>): Written {
  const { resourceGroup, location, subnetId, connection, tags } = details;
  const object = {
    apiVersion: 'network.azure.m.upbound.io/v1beta1',
    kind: 'PrivateEndpoint',
    metadata: adopting(name, namespace, details.name),
    spec: {
      managementPolicies,
      providerConfigRef,
      forProvider: {
        location,
        resourceGroupName: resourceGroup,
        subnetId,
        privateServiceConnection: {
          name: connection.name,
          isManualConnection: true,
          privateConnectionResourceId: service,
          ...(connection.requestMessage === undefined ? {} : { requestMessage: connection.requestMessage }),
        },
        tags,
      },
    },
  };
  return { kind: 'objects', objects: [object] };
}

export const crossplane = {
  title: 'Crossplane',
  writers: { AWS: vpcEndpoint, AZURE: privateEndpoint },
} as const satisfies Engine;
