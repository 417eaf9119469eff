import type { ObjectRequest } from './requests.ts';
import { isBuiltIn } from './resources.ts';
import { badRequest, invalid, notFoundNamespace, unsupportedPatch } from './statuses.ts';
import type { Store, Stored } from './store.ts';

type Manifest = Record<string, unknown>;

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** apimachinery pkg/util/validation/validation.go, IsDNS1123Subdomain. */
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** What a patch may be: custom objects know no strategic merge. @throws StatusError 415 */
export function checkPatchType({ definition }: ObjectRequest, contentType: string): void {
  const known = ['application/json-patch+json', 'application/merge-patch+json'];
  if (isBuiltIn(definition)) known.push('application/strategic-merge-patch+json');
  const type = contentType.split(';')[0]?.trim() ?? '';
  if (!known.includes(type)) throw unsupportedPatch([...known, 'application/apply-patch+yaml']);
}

/**
 * Refuses to create what no API server would, and drops what it would not keep.
 * @returns the object as it is stored
 * @throws StatusError 400, 404 or 422
 */
export function checkNew(store: Store, { definition, namespace, query }: ObjectRequest, body: unknown): Manifest {
  const manifest = checkKind(definition, body);
  const metadata = { ...(manifest['metadata'] as Stored['metadata'] | undefined) };
  const { name } = metadata;
  if (metadata.namespace !== undefined && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (namespace !== undefined && store.get('namespaces', undefined, namespace) === undefined)
    throw notFoundNamespace(namespace);
  if (name === undefined || name === '')
    throw invalid(definition, '', 'metadata.name', 'Required', 'name or generateName is required');
  if (!subdomain.test(name))
    throw invalid(definition, name, 'metadata.name', 'Invalid', `${JSON.stringify(name)}: ${subdomainRule}`);
  const { status, ...rest } = keep(definition, manifest, query);
  const kept = definition.statusSubresource ? rest : { ...rest, ...(status === undefined ? {} : { status }) };
  return {
    ...kept,
    kind: definition.kind,
    metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) },
  };
}

/** Refuses what an update or a patch made of an object. @returns what is stored @throws StatusError 400 or 422 */
export function checkNext({ definition, name = '', namespace, verb, query }: ObjectRequest, body: unknown): Stored {
  const next = keep(definition, checkKind(definition, body), query) as Stored;
  const { metadata } = next;
  if (metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (verb === 'update' && !isBuiltIn(definition) && metadata.resourceVersion === undefined)
    throw invalid(
      { ...definition, kind: definition.plural },
      name,
      'metadata.resourceVersion',
      'Invalid',
      '0: must be specified for an update',
    );
  return namespace === undefined ? next : { ...next, metadata: { ...metadata, namespace } };
}

function checkKind(definition: ObjectRequest['definition'], body: unknown): Manifest {
  const manifest = (body ?? {}) as Manifest;
  const { kind } = manifest;
  const { name = '' } = (manifest['metadata'] ?? {}) as { name?: string };
  if (isBuiltIn(definition) || kind === definition.kind) return manifest;
  if (typeof kind !== 'string' || kind === '') {
    const text = JSON.stringify(manifest);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${definition.kind}): Object 'Kind' is missing in '${text}' (${text})`,
    );
  }
  throw invalid(
    { ...definition, kind },
    name,
    'kind',
    'Invalid',
    `${JSON.stringify(kind)}: must be ${definition.kind}`,
  );
}

/**
 * Custom objects are pruned to what their schema has; the schemas here have a spec and a status.
 * @throws StatusError 400 where nothing is to be dropped without a word
 */
function keep(definition: ObjectRequest['definition'], manifest: Manifest, query: URLSearchParams): Manifest {
  if (isBuiltIn(definition)) return manifest;
  const known = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];
  const unknown = Object.keys(manifest).filter((key) => !known.includes(key));
  if (unknown.length > 0 && query.get('fieldValidation') === 'Strict') {
    const { kind, version } = definition;
    const fields = unknown.map((key) => `unknown field ${JSON.stringify(key)}`).join(', ');
    throw badRequest(
      `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: strict decoding error: ${fields}`,
    );
  }
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => known.includes(key)));
}
