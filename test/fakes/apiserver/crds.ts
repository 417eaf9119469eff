import type { ResourceDefinition } from './resources.ts';

/**
 * The CRD object of a resource: its names, and the rule by which a client sees that the operator is 2.12 or later.
 * @param retired whether serverless deployments are only tolerated (v2.12.0:api/v1/atlasdeployment_types.go)
 */
export function crdManifest(
  { group, version, kind, plural, singular, shortNames }: ResourceDefinition,
  retired: boolean,
): Record<string, unknown> {
  const rule = {
    rule: '!has(self.serverlessSpec) || (oldSelf.hasValue() && oldSelf.value().serverlessSpec != null)',
    message: 'serverlessSpec cannot be added - serverless instances are deprecated',
  };
  const rules = retired && kind === 'AtlasDeployment' ? { 'x-kubernetes-validations': [rule] } : {};
  // supportedRegions and portMappingEnabled came with 2.15.0 (v2.15.0:api/v1/atlasprivateendpoint_types.go).
  const fields =
    retired && kind === 'AtlasPrivateEndpoint'
      ? {
          properties: {
            supportedRegions: { type: 'array', items: { type: 'string' } },
            portMappingEnabled: { type: 'boolean' },
          },
        }
      : {};
  const schema = {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, ...rules, ...fields },
        status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular, shortNames },
      versions: [{ name: version, served: true, storage: true, subresources: { status: {} }, schema }],
    },
  };
}
