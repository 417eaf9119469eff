/** A kind of object that the fake serves. */
export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Whether `/status` is a resource of its own, so that a write to the object leaves the status alone. */
  readonly statusSubresource: boolean;
}

function core(kind: string, plural: string, shortNames: readonly string[], namespaced = true): ResourceDefinition {
  return {
    group: '',
    version: 'v1',
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames,
    namespaced,
    statusSubresource: false,
  };
}

function atlas(kind: string, shortNames: readonly string[]): ResourceDefinition {
  const singular = kind.toLowerCase();
  return {
    group: 'atlas.mongodb.com',
    version: 'v1',
    kind,
    plural: `${singular}s`,
    singular,
    shortNames,
    namespaced: true,
    statusSubresource: true,
  };
}

/** What every cluster serves. */
export const coreResources: readonly ResourceDefinition[] = [
  core('Namespace', 'namespaces', ['ns'], false),
  core('Node', 'nodes', ['no'], false),
  core('Secret', 'secrets', []),
  core('Event', 'events', ['ev']),
  core('Pod', 'pods', ['po']),
  { ...core('NetworkPolicy', 'networkpolicies', ['netpol']), group: 'networking.k8s.io' },
  { ...core('Deployment', 'deployments', ['deploy']), group: 'apps', statusSubresource: true },
  {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    singular: 'customresourcedefinition',
    shortNames: ['crd', 'crds'],
    namespaced: false,
    statusSubresource: true,
  },
];

/** What the operator's CRDs add, up to 2.5; AtlasPrivateEndpoint came with 2.6.0. */
export const atlasResources: readonly ResourceDefinition[] = [
  atlas('AtlasProject', ['ap']),
  atlas('AtlasDeployment', ['ad']),
  atlas('AtlasDatabaseUser', ['adu']),
];

export const privateEndpointResource: ResourceDefinition = atlas('AtlasPrivateEndpoint', ['ape']);

/** What Cilium adds. */
export const ciliumPolicyResource: ResourceDefinition = {
  group: 'cilium.io',
  version: 'v2',
  kind: 'CiliumNetworkPolicy',
  plural: 'ciliumnetworkpolicies',
  singular: 'ciliumnetworkpolicy',
  shortNames: ['cnp'],
  namespaced: true,
  statusSubresource: false,
};

/** What a path says of a resource, whether it is served or not. */
export type NamedResource = Pick<ResourceDefinition, 'plural' | 'group'>;

/** Whether the server has a Go type for it, as it has for all but custom resources: what is written differs in details. */
export function isBuiltIn({ group }: ResourceDefinition): boolean {
  return group === '' || group === 'apiextensions.k8s.io' || group === 'networking.k8s.io';
}

/** `plural.group`, as error texts name a resource. */
export function qualifiedName({ plural, group }: NamedResource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `group/version`, or the version alone for the core group. */
export function groupVersion({ group, version }: ResourceDefinition): string {
  return group === '' ? version : `${group}/${version}`;
}
