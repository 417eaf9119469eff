import { apiError } from './errors.ts';
import { unintelligible } from './http/connection-error.ts';
import type { Response } from './http/exchange.ts';
import { isRecord, text } from './json.ts';
import { ShapeError, fitted, metadataShape } from './shape.ts';
import { type KubeList, type KubeObject, type Resource, apiVersionOf } from './resource.ts';

/**
 * The JSON of a successful answer.
 * @throws ApiError for any other status; ConnectionError if the body is not JSON
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
 * An object of the resource's kind, in which all that has a shape is of the type that the kind's schema says. In a list of Secrets or Nodes
 * the items have no `kind` and no `apiVersion`, unlike custom resources: they are added where they are missing.
 * @throws ConnectionError if the value is something else
 */
export function objectOf(value: unknown, resource: Resource, server: URL): KubeObject {
  const { kind } = resource;
  const isNamed = isRecord(value) && 'kind' in value && 'apiVersion' in value;
  const named = isNamed || !isRecord(value) ? value : { apiVersion: apiVersionOf(resource), kind, ...value };
  if (!isObjectOf(resource, named)) throw unintelligible(server, `an object of kind ${kind}`);
  try {
    return fitted(named, { metadata: metadataShape, ...resource.shape }) as KubeObject;
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

/** Where a list goes on; undefined at its end, and for what is no list. */
export function continuationOf(value: unknown): string | undefined {
  const token = isRecord(value) && isRecord(value['metadata']) ? text(value['metadata']['continue']) : undefined;
  return token === '' ? undefined : token;
}

/** A list of such objects. @throws ConnectionError if the value is something else */
export function listOf<T extends KubeObject>(value: unknown, resource: Resource, server: URL): KubeList<T> {
  if (!isRecord(value) || !Array.isArray(value['items'])) throw unintelligible(server, `a list of ${resource.plural}`);
  const metadata = isRecord(value['metadata']) ? value['metadata'] : {};
  return {
    metadata: { resourceVersion: text(metadata['resourceVersion']) },
    items: value['items'].map((item: unknown) => objectOf(item, resource, server) as T),
  };
}
