import { apiError } from './errors.ts';
import { unintelligible } from './http/connection-error.ts';
import type { Response } from './http/transport.ts';
import { isRecord, text } from './json.ts';
import { ShapeError, fitted, metadataShape } from './shape.ts';
import { type KubeList, type KubeObject, type Resource, apiVersionOf } from './resource.ts';

/**
 * The JSON of a successful answer.
 * @throws ApiError for any other status; ConnectionError where the body is no JSON
 */
export function jsonOf(response: Response, server: URL): unknown {
  if (response.status < 200 || response.status >= 300) throw apiError(response);
  try {
    return JSON.parse(response.body);
  } catch (error) {
    throw unintelligible(server, 'JSON', error);
  }
}

function isObjectOf(resource: Resource, value: unknown): value is KubeObject {
  if (!isRecord(value) || !isRecord(value['metadata'])) return false;
  if (value['kind'] !== resource.kind || value['apiVersion'] !== apiVersionOf(resource)) return false;
  return typeof value['metadata']['name'] === 'string';
}

/**
 * An object of the resource's kind, in which all that has a shape is of the type that the kind's schema says. The items of a list of Secrets or Nodes have no
 * `kind` and no `apiVersion` of their own, which the list says for all of them; custom resources have them on each item. They are put in
 * where they are missing.
 * @throws ConnectionError where the value is something else
 */
export function objectOf(value: unknown, resource: Resource, server: URL): KubeObject {
  const { kind } = resource;
  const named = isRecord(value) ? { apiVersion: apiVersionOf(resource), kind, ...value } : value;
  if (!isObjectOf(resource, named)) throw unintelligible(server, `an object of kind ${kind}`);
  try {
    return fitted(named, { metadata: metadataShape, ...resource.shape }, '') as KubeObject;
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const { name } = named.metadata;
    throw unintelligible(
      server,
      `${resource.singular} ${name} cannot be read, because ${error.message}; what its schema says`,
      error,
    );
  }
}

/** A list of them. @throws ConnectionError where the value is something else */
export function listOf<T extends KubeObject>(value: unknown, resource: Resource, server: URL): KubeList<T> {
  if (!isRecord(value) || !Array.isArray(value['items'])) throw unintelligible(server, `a list of ${resource.plural}`);
  const metadata = isRecord(value['metadata']) ? value['metadata'] : {};
  return {
    metadata: { resourceVersion: text(metadata['resourceVersion']), continue: text(metadata['continue']) },
    items: value['items'].map((item: unknown) => objectOf(item, resource, server) as T),
  };
}

/** The plural names in what discovery answers for a group's version. @throws ConnectionError where it is something else */
export function servedNames(value: unknown, server: URL): readonly string[] {
  const resources: unknown = isRecord(value) ? value['resources'] : undefined;
  if (!Array.isArray(resources)) throw unintelligible(server, 'a list of resources');
  return resources.flatMap((each: unknown) => (isRecord(each) ? (text(each['name']) ?? []) : []));
}
