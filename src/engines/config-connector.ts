import type { Engine, Kept, Written } from './engine.ts';

const apiVersion = 'compute.cnrm.cloud.google.com/v1beta1';

/**
 * Config Connector's ComputeAddress and ComputeForwardingRule, which acquire what exists by its name and leave it in Google Cloud when
 * they are deleted (cloud.google.com/config-connector/docs/how-to/managing-deleting-resources, apis/compute/v1beta1/
 * forwardingrule_types.go: the target of Private Service Connect is `serviceAttachmentRef`, and the scheme is empty).
 */
function objects({ name, namespace, details: { project, region, pieces } }: Kept<'GCP'>): Written {
  const annotations = {
    'cnrm.cloud.google.com/project-id': project,
    'cnrm.cloud.google.com/deletion-policy': 'abandon',
  };
  return {
    kind: 'objects',
    objects: pieces.flatMap(({ address, rule }, index) => {
      const metadata = { name: pieces.length === 1 ? name : `${name}-${index}`, namespace, annotations };
      return [
        {
          apiVersion,
          kind: 'ComputeAddress',
          metadata,
          spec: {
            resourceID: address.name,
            location: region,
            addressType: 'INTERNAL',
            address: address.ipAddress,
            subnetworkRef: { external: address.subnetwork },
          },
        },
        {
          apiVersion,
          kind: 'ComputeForwardingRule',
          metadata: { ...metadata, labels: rule.labels },
          spec: {
            resourceID: rule.name,
            location: region,
            loadBalancingScheme: '',
            networkRef: { external: rule.network },
            ipAddress: { addressRef: { name: metadata.name } },
            target: { serviceAttachmentRef: { external: rule.target } },
            allowPscGlobalAccess: rule.globalAccess,
          },
        },
      ];
    }),
  };
}

export const configConnector = {
  title: 'Config Connector',
  writers: { GCP: objects },
} as const satisfies Engine;
