import type { IncomingMessage } from 'node:http';
import type { ResourceDefinition } from './resources.ts';
import { badRequest, unsupportedMediaType } from './statuses.ts';

/** What a path of the Kubernetes API asks for, whether that is served or not. */
export interface Asked {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string;
}

/** A request for objects that are served, taken apart. */
export interface ObjectRequest {
  readonly verb: string;
  readonly definition: ResourceDefinition;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: '' | 'status';
  readonly query: URLSearchParams;
}

/** What arrived, for assertions. */
export interface Received {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly path: string;
  readonly user: string | undefined;
  readonly body: unknown;
}

const verbOf: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/** Reads the path of an object or a collection; undefined for a path that is neither. */
export function parsePath(method: string, url: URL): Asked | undefined {
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const group = parts[0] === 'api' ? '' : parts[0] === 'apis' ? parts[1] : undefined;
  const rest = parts.slice(group === '' ? 2 : 3);
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const [plural, name, subresource = ''] = inNamespace ? rest.slice(2) : rest;
  if (group === undefined || plural === undefined) return undefined;
  // A name wins over `watch`: the object is read, as if nothing had been said of watching.
  const watching = name === undefined && ['true', '1'].includes(url.searchParams.get('watch') ?? '');
  const verb =
    method === 'GET' ? (watching ? 'watch' : name === undefined ? 'list' : 'get') : (verbOf[method] ?? method);
  return { verb, group, plural, namespace: inNamespace ? rest[1] : undefined, name, subresource };
}

/** The request for objects; undefined when their resource, or its subresource, is not served. */
export function served(
  { verb, group, plural, namespace, name, subresource }: Asked,
  query: URLSearchParams,
  definitions: readonly ResourceDefinition[],
): ObjectRequest | undefined {
  const definition = definitions.find((candidate) => candidate.group === group && candidate.plural === plural);
  if (definition === undefined) return undefined;
  if (subresource === '') return { verb, definition, namespace, name, subresource, query };
  if (subresource !== 'status' || !definition.statusSubresource) return undefined;
  return { verb, definition, namespace, name, subresource, query };
}

/** The body as JSON; undefined when there is none. @throws StatusError 400; 415 for protobuf: clients then ask again in JSON */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const type = request.headers['content-type'] ?? 'application/json';
  if (text !== '' && !type.includes('json')) throw unsupportedMediaType(type);
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw badRequest(`couldn't get version/kind; json parse error: ${text}`);
  }
}
