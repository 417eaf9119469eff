import { type ResourceDefinition, groupVersion } from './resources.ts';

const reviewsVersion = { groupVersion: 'authorization.k8s.io/v1', version: 'v1' };
const reviews = { name: 'authorization.k8s.io', versions: [reviewsVersion], preferredVersion: reviewsVersion };

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** A group, with the versions that its resources have. */
function groupOf(name: string, definitions: readonly ResourceDefinition[]): object {
  const own = definitions.flatMap(({ group, version }) => (group === name ? [version] : []));
  const versions = [...new Set(own)].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

/**
 * What the discovery paths answer (kubernetes.io/docs/concepts/overview/kubernetes-api): the unaggregated documents, which every
 * client still reads. Undefined for a path that is no discovery path.
 */
export function discovery(path: string, definitions: readonly ResourceDefinition[]): unknown {
  if (path === '/version') return { major: '1', minor: '33', gitVersion: 'v1.33.0-sandbox', platform: 'linux/amd64' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  const groups = [...new Set(definitions.map(({ group }) => group))].filter((group) => group !== '');
  if (path === '/apis') {
    const all = [...groups.map((group) => groupOf(group, definitions)), reviews];
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: all };
  }
  const named = /^\/apis\/([^/]+)$/.exec(path)?.[1];
  if (named !== undefined && groups.includes(named))
    return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(named, definitions) };
  const wanted = /^\/(?:api|apis\/[^/]+)\/v\d\w*$/.test(path) ? path.replace(/^\/apis?\//, '') : undefined;
  if (wanted === reviewsVersion.groupVersion) return resourceList(wanted, [review]);
  const resources = definitions.filter((definition) => groupVersion(definition) === wanted);
  if (wanted === undefined || resources.length === 0) return undefined;
  return resourceList(wanted, resources.flatMap(describe));
}

/** What is read of a CRD object. */
export interface Crd {
  readonly spec?: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: unknown } }[];
  };
}

/**
 * What is published of the custom resources (kubernetes.io/docs/concepts/overview/kubernetes-api, "OpenAPI V3"): at `/openapi/v3` where the
 * document of each group is, and there the schemas, with the rules of the CRDs, and what a patch takes, which kubectl looks at before it
 * asks the server to validate (cli-runtime pkg/resource/query_param_verifier_v3.go). Undefined for a path that is none.
 */
export function openApi(path: string, crds: readonly Crd[]): unknown {
  const served = crds.flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
  const all = served.flatMap(({ group, versions }) => versions.map(({ name }) => `apis/${group}/${name}`));
  if (path === '/openapi/v3') {
    const paths = [...new Set(all)].map((each) => [each, { serverRelativeURL: `/openapi/v3/${each}?hash=SANDBOX` }]);
    return { paths: Object.fromEntries(paths) };
  }
  const [, group, version = ''] = /^\/openapi\/v3\/apis\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const own = served.filter((spec) => spec.group === group);
  if (group === undefined || own.length === 0) return undefined;
  const schemas = own.map(({ names, versions }) => [
    `${group.split('.').toReversed().join('.')}.${version}.${names.kind}`,
    versions.find(({ name }) => name === version)?.schema.openAPIV3Schema,
  ]);
  const info = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' };
  const paths = own.map(({ names: { plural, kind } }) => [
    `/apis/${group}/${version}/namespaces/{namespace}/${plural}/{name}`,
    { patch: { parameters, responses: {}, 'x-kubernetes-group-version-kind': { group, kind, version } } },
  ]);
  const components = { schemas: Object.fromEntries(schemas) };
  return { openapi: '3.0.0', info, paths: Object.fromEntries(paths), components };
}

const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

const review = {
  name: 'selfsubjectaccessreviews',
  singularName: 'selfsubjectaccessreview',
  namespaced: false,
  kind: 'SelfSubjectAccessReview',
  verbs: ['create'],
};

function resourceList(version: string, resources: readonly unknown[]): unknown {
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: version, resources };
}

function describe({
  plural,
  singular,
  namespaced,
  kind,
  shortNames,
  group,
  statusSubresource,
}: ResourceDefinition): unknown[] {
  const categories = group === 'atlas.mongodb.com' ? { categories: ['atlas'] } : {};
  const short = shortNames.length === 0 ? {} : { shortNames };
  const main = { name: plural, singularName: singular, namespaced, kind, verbs, ...short, ...categories };
  const status = { name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] };
  return statusSubresource ? [main, status] : [main];
}
