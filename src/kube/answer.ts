import { apiError } from './errors.ts';
import { unintelligible } from './http/connection-error.ts';
import type { Response } from './http/transport.ts';
import { isRecord, text } from './json.ts';
import { type KubeList, type KubeObject, type Resource, apiVersionOf } from './resource.ts';

export { unintelligible };

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

function isObjectOf({ kind }: Resource, value: unknown): value is KubeObject {
  if (!isRecord(value) || !isRecord(value['metadata'])) return false;
  return value['kind'] === kind && typeof value['metadata']['name'] === 'string';
}

/**
 * An object of the resource's kind; the kind's schema guarantees the rest of it. In a list of Secrets or Nodes the items have no `kind` and
 * no `apiVersion`, unlike custom resources: they are added where they are missing.
 * @throws ConnectionError if the value is something else
 */
export function objectOf(value: unknown, resource: Resource, server: URL): KubeObject {
  const { kind } = resource;
  const named = isRecord(value) ? { apiVersion: apiVersionOf(resource), kind, ...value } : value;
  if (isObjectOf(resource, named)) return named;
  throw unintelligible(server, `an object of kind ${kind}`);
}

/** A list of such objects. @throws ConnectionError if the value is something else */
export function listOf<T extends KubeObject>(value: unknown, resource: Resource, server: URL): KubeList<T> {
  if (!isRecord(value) || !Array.isArray(value['items'])) throw unintelligible(server, `a list of ${resource.plural}`);
  const metadata = isRecord(value['metadata']) ? value['metadata'] : {};
  return {
    metadata: { resourceVersion: text(metadata['resourceVersion']), continue: text(metadata['continue']) },
    items: value['items'].map((item: unknown) => objectOf(item, resource, server) as T),
  };
}
