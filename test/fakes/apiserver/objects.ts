import { jsonPatch, mergePatch } from './patch.ts';
import type { ObjectRequest } from './requests.ts';
import { groupVersion } from './resources.ts';
import { matchesFields, matchesLabels } from './selectors.ts';
import { StatusError, badRequest, notFound } from './statuses.ts';
import type { Store, Stored } from './store.ts';

/** Whether an object is in a request's selection. */
export function selects({ namespace, query }: ObjectRequest): (object: Stored) => boolean {
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    matchesLabels(query.get('labelSelector') ?? undefined, object.metadata.labels) &&
    matchesFields(query.get('fieldSelector') ?? undefined, object);
}

/** Does what a request asks for, watches excepted. @returns status and body. @throws StatusError */
export function serveObjects(
  store: Store,
  request: ObjectRequest,
  body: unknown,
  contentType: string,
): { status: number; body: unknown } {
  const { verb, definition, namespace, name = '', subresource } = request;
  const current = (): Stored => {
    const found = store.get(definition.plural, namespace, name);
    if (found === undefined) throw notFound(definition, name);
    return found;
  };
  switch (verb) {
    case 'list':
      return { status: 200, body: page(store, request) };
    case 'get':
      return { status: 200, body: current() };
    case 'create': {
      const manifest = body as Record<string, unknown>;
      const metadata = manifest['metadata'] as Stored['metadata'];
      const data = withStringData(manifest);
      return {
        status: 201,
        body: store.create({
          ...data,
          kind: definition.kind,
          metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) },
        }),
      };
    }
    case 'update':
      return {
        status: 200,
        body: store.replace(definition, withStringData(body as Record<string, unknown>) as Stored, subresource),
      };
    case 'patch': {
      const patched = contentType.includes('json-patch') ? jsonPatch(current(), body) : mergePatch(current(), body);
      // Only a patch that names a resourceVersion is held to it; any other is applied to the newest object.
      return {
        status: 200,
        body: store.replace(definition, withStringData(patched as Record<string, unknown>) as Stored, subresource),
      };
    }
    case 'delete': {
      const removed = store.remove(definition, namespace, name);
      return {
        status: 200,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Success',
          details: { name, kind: definition.plural, uid: removed.metadata.uid },
        },
      };
    }
    default:
      throw new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
}

/** A Secret's stringData become data, as the API server does it. */
function withStringData(object: Record<string, unknown>): Record<string, unknown> {
  const { stringData, ...rest } = object;
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData as Record<string, string>).map(([key, value]) => [
    key,
    Buffer.from(value).toString('base64'),
  ]);
  return { ...rest, data: { ...(rest['data'] as object), ...Object.fromEntries(encoded) } };
}

function page(store: Store, request: ObjectRequest): unknown {
  const { definition, namespace, query } = request;
  const all = store.list(definition.plural, namespace).filter(selects(request));
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue') ?? '';
  const start = token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start)) throw badRequest('continue key is not valid');
  const items = limit > 0 ? all.slice(start, start + limit) : all.slice(start);
  const rest = all.length - start - items.length;
  const next =
    rest > 0
      ? { continue: Buffer.from(String(start + items.length)).toString('base64url'), remainingItemCount: rest }
      : {};
  return {
    kind: `${definition.kind}List`,
    apiVersion: groupVersion(definition),
    metadata: { resourceVersion: String(store.resourceVersion()), ...next },
    items,
  };
}
