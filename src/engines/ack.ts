import type { Engine, Kept, Written } from './engine.ts';

/**
 * A VPCEndpoint of AWS Controllers for Kubernetes that adopts the endpoint, and keeps it in AWS when the object is deleted
 * (aws-controllers-k8s/runtime, apis/core/v1alpha1/annotations.go; ec2-controller v1.7.0, pkg/resource/vpc_endpoint/resource.go).
 * Versions that do not know the adoption annotations would make a second endpoint.
 */
function vpcEndpoint({ name, namespace, id, service, details }: Kept<'AWS'>): Written {
  const { region, serviceRegion, vpcId, subnetIds, groupIds, privateDns, tags } = details;
  const object = {
    apiVersion: 'ec2.services.k8s.aws/v1alpha1',
    kind: 'VPCEndpoint',
    metadata: {
      name,
      namespace,
      annotations: {
        'services.k8s.aws/adoption-policy': 'adopt',
        'services.k8s.aws/adoption-fields': JSON.stringify({ vpcEndpointID: id }),
        'services.k8s.aws/deletion-policy': 'retain',
        'services.k8s.aws/region': region,
      },
    },
    spec: {
      serviceName: service,
      ...(serviceRegion === undefined ? {} : { serviceRegion }),
      vpcEndpointType: 'Interface',
      vpcID: vpcId,
      subnetIDs: subnetIds,
      securityGroupIDs: groupIds,
      privateDNSEnabled: privateDns,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    },
  };
  return { kind: 'objects', objects: [object] };
}

export const ack = {
  title: 'AWS Controllers for Kubernetes',
  writers: { AWS: vpcEndpoint },
} as const satisfies Engine;
