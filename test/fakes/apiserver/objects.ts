import { checkNew, checkNext, checkPatchType } from './checks.ts';
import { list } from './lists.ts';
import { jsonPatch, mergePatch } from './patch.ts';
import type { ObjectRequest } from './requests.ts';
import { StatusError, notFound, preconditionFailed } from './statuses.ts';
import type { Store, Stored } from './store.ts';

/** Does what a request asks for, watches excepted. @returns status and body. @throws StatusError */
export function serveObjects(
  store: Store,
  request: ObjectRequest,
  body: unknown,
  contentType: string,
  admit: (plural: string, object: Record<string, unknown>) => void = () => undefined,
): { status: number; body: unknown } {
  const { verb, definition, namespace, name = '', subresource } = request;
  const current = (): Stored => {
    const found = store.get(definition.plural, namespace, name);
    if (found === undefined) throw notFound(definition, name);
    return found;
  };
  const write = (next: Stored): Stored => {
    admit(definition.plural, next);
    return store.replace(definition, asStored(definition.kind, next) as Stored, subresource);
  };
  switch (verb) {
    case 'list':
      return { status: 200, body: list(store, request) };
    case 'get':
      return { status: 200, body: current() };
    case 'create': {
      const made = checkNew(store, request, body);
      admit(definition.plural, made);
      return { status: 201, body: store.create(asStored(definition.kind, made)) };
    }
    case 'update': {
      current();
      return { status: 200, body: write(checkNext(request, body)) };
    }
    case 'patch': {
      checkPatchType(request, contentType);
      // Only a patch that names a resourceVersion is held to it; any other is applied to the newest object.
      const patched = contentType.includes('json-patch') ? jsonPatch(current(), body) : mergePatch(current(), body);
      return { status: 200, body: write(checkNext(request, patched)) };
    }
    case 'delete': {
      checkPreconditions(request, current(), body);
      const removed = store.remove(definition, namespace, name);
      // What a finalizer holds is answered as it is now.
      if (removed.metadata['finalizers'] !== undefined) return { status: 200, body: removed };
      return {
        status: 200,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Success',
          details: {
            name,
            ...(definition.group === '' ? {} : { group: definition.group }),
            kind: definition.plural,
            uid: removed.metadata.uid,
          },
        },
      };
    }
    default:
      throw new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
}

/** @throws StatusError 409 where the object is not the one that was to be deleted */
function checkPreconditions({ definition, name = '' }: ObjectRequest, { metadata }: Stored, body: unknown): void {
  const { uid, resourceVersion } =
    (body as { preconditions?: Record<string, string> } | undefined)?.preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    const what = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw preconditionFailed(definition, name, what);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const what = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw preconditionFailed(definition, name, what);
  }
}

/** What the API server adds to a Secret: stringData become data, and there is a type. */
function asStored(kind: string, object: Record<string, unknown>): Record<string, unknown> {
  if (kind !== 'Secret') return object;
  const { stringData = {}, type = 'Opaque', data, ...rest } = object;
  const encoded = Object.entries(stringData as Record<string, string>).map(([key, value]) => [
    key,
    Buffer.from(value).toString('base64'),
  ]);
  if (data === undefined && encoded.length === 0) return { ...rest, type };
  return { ...rest, data: { ...(data as object), ...Object.fromEntries(encoded) }, type };
}
