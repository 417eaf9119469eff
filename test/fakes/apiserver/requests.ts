import type { IncomingMessage } from 'node:http';
import type { ResourceDefinition } from './resources.ts';
import { unsupportedMediaType } from './statuses.ts';

/** A request for objects, taken apart. */
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

/** Reads the path of an object or a collection; undefined for what is not served. */
export function parseRequest(
  method: string,
  url: URL,
  definitions: readonly ResourceDefinition[],
): ObjectRequest | undefined {
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const group = parts[0] === 'api' ? '' : parts[1];
  const rest = parts.slice(group === '' ? 2 : 3);
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const [plural, name, sub = ''] = inNamespace ? rest.slice(2) : rest;
  const definition = definitions.find((candidate) => candidate.group === group && candidate.plural === plural);
  if (definition === undefined || (sub !== '' && !(sub === 'status' && definition.statusSubresource))) return undefined;
  const watching = ['true', '1'].includes(url.searchParams.get('watch') ?? '');
  const verb =
    method === 'GET' ? (watching ? 'watch' : name === undefined ? 'list' : 'get') : (verbOf[method] ?? method);
  return {
    verb,
    definition,
    namespace: inNamespace ? rest[1] : undefined,
    name,
    subresource: sub === 'status' ? 'status' : '',
    query: url.searchParams,
  };
}

/** The body as JSON; undefined when there is none. @throws StatusError 415 for protobuf: clients then ask again in JSON */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const type = request.headers['content-type'] ?? 'application/json';
  if (text !== '' && !type.includes('json')) throw unsupportedMediaType(type);
  return text === '' ? undefined : JSON.parse(text);
}
