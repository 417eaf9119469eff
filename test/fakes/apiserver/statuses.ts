import { type NamedResource, type ResourceDefinition, qualifiedName } from './resources.ts';

/** An answer that is no success: a Status of the API (apimachinery pkg/api/errors/errors.go has the texts). */
export class StatusError extends Error {
  readonly code: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: Record<string, unknown>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.headers = headers;
    this.body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

function details(resource: NamedResource, name: string | undefined): Record<string, unknown> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.plural,
  };
}

export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

export function forbidden(
  resource: NamedResource,
  user: string,
  verb: string,
  subresource: string,
  namespace: string | undefined,
  name: string | undefined,
): StatusError {
  const what = subresource === '' ? resource.plural : `${resource.plural}/${subresource}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = name === undefined ? qualifiedName(resource) : `${qualifiedName(resource)} "${name}"`;
  const message = `${subject} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${resource.group}" ${scope}`;
  return new StatusError(403, 'Forbidden', message, details(resource, name));
}

/** A path that is no resource (apiserver pkg/endpoints/handlers/responsewriters/errors.go). */
export function forbiddenPath(user: string, verb: string, path: string): StatusError {
  return new StatusError(403, 'Forbidden', `forbidden: User "${user}" cannot ${verb} path "${path}"`, {});
}

/** An object for a namespace that does not exist (apiserver pkg/admission/plugin/namespace/lifecycle). */
export function notFoundNamespace(name: string): StatusError {
  return new StatusError(404, 'NotFound', `namespaces "${name}" not found`, { name, kind: 'namespaces' });
}

export function notFound(resource: ResourceDefinition, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, details(resource, name));
}

export function alreadyExists(resource: ResourceDefinition, name: string): StatusError {
  return new StatusError(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} "${name}" already exists`,
    details(resource, name),
  );
}

export function conflict(resource: ResourceDefinition, name: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return new StatusError(409, 'Conflict', message, details(resource, name));
}

/** A deletion whose precondition is not met; it names the kind, not the resource (apiserver pkg/registry/rest/delete.go, BeforeDelete). */
export function preconditionFailed({ kind, group }: ResourceDefinition, name: string, what: string): StatusError {
  const message = `Operation cannot be fulfilled on ${group === '' ? kind : `${kind}.${group}`} "${name}": ${what}`;
  return new StatusError(409, 'Conflict', message, { name, ...(group === '' ? {} : { group }), kind });
}

/** A watch from a version that is older than what the server remembers (apiserver pkg/storage/cacher/watch_cache.go). */
export const watchExpired = (version: number, oldest: number): StatusError =>
  new StatusError(410, 'Expired', `too old resource version: ${version} (${oldest})`);

/** A page of a list that is compacted away, with the token of the newest one (apiserver pkg/storage/etcd3/errors.go). */
export function pageExpired(token: string): StatusError {
  const error = new StatusError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  );
  error.body['metadata'] = { continue: token };
  return error;
}

/** What validation says (apimachinery pkg/api/errors/errors.go, `NewInvalid`; pkg/util/validation/field/errors.go). */
export function invalid(
  { kind, group }: Pick<ResourceDefinition, 'kind' | 'group'>,
  name: string,
  field: string,
  how: 'Invalid' | 'Required',
  text: string,
): StatusError {
  const message = `${how} value: ${text}`;
  const qualified = group === '' ? kind : `${kind}.${group}`;
  return new StatusError(422, 'Invalid', `${qualified} "${name}" is invalid: ${field}: ${message}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind,
    causes: [{ reason: `FieldValue${how}`, message, field }],
  });
}

/** A JSON patch whose `test` failed, or that names what is not there: the API says no more than this. */
export function patchRefused(): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

/** A patch of a kind that the resource does not know (apiserver pkg/endpoints/handlers/negotiation/errors.go). */
export function unsupportedPatch(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}

/** A body that this server does not read (apiserver pkg/endpoints/handlers/negotiation/errors.go). */
export function unsupportedMediaType(type: string): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: application/json (${type})`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}
