import {
  ApiException,
  CustomObjectsApi,
  PatchStrategy,
  type PromiseHttpLibrary,
  ResponseContext,
  SelfDecodingBody,
  ServerConfiguration,
  createConfiguration,
  setHeaderOptions,
  wrapHttpLibrary,
} from './library/objects.ts';
import { apiError } from './errors.ts';
import { unintelligible } from './http/connection-error.ts';
import type { Transport } from './http/transport.ts';
import type { KubeObject, PatchOperation, Resource } from './resource.ts';

/** A write to one custom resource. `planned` is the object as it was read. */
export type Write =
  | { readonly verb: 'create'; readonly object: KubeObject }
  | { readonly verb: 'patch'; readonly planned: KubeObject; readonly operations: readonly PatchOperation[] }
  | { readonly verb: 'delete'; readonly planned: KubeObject };

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /** `All`: the API server processes the request, including admission, but stores nothing. */
  readonly dryRun?: 'All' | undefined;
}

/** How a client writes. */
interface Writer {
  readonly fieldManager: string;
}

/** The library requires a server URL; the transport has its own and uses only the path and the query of this one. */
const anyServer = new ServerConfiguration('https://kubernetes.invalid', {});

/**
 * Writes a custom resource with the client library's CustomObjectsApi over our transport, which adds credentials, impersonation, timeouts
 * and logging. Importing this file loads the whole library.
 * @returns what the API server answered
 * @throws ApiError, ConnectionError
 */
export async function writeCustomObject(
  transport: Transport,
  resource: Resource,
  write: Write,
  options: WriteOptions & Writer,
): Promise<unknown> {
  const httpApi = wrapHttpLibrary(over(transport, options.signal));
  const api = new CustomObjectsApi(createConfiguration({ baseServer: anyServer, httpApi }));
  try {
    return await send(api, resource, write, options);
  } catch (error) {
    throw asOurs(error, transport.server);
  }
}

function send(
  api: CustomObjectsApi,
  { group, version, plural }: Resource,
  write: Write,
  { dryRun, fieldManager }: WriteOptions & Writer,
): Promise<unknown> {
  const { name, namespace, uid, resourceVersion } = (write.verb === 'create' ? write.object : write.planned).metadata;
  if (namespace === undefined) throw new Error(`asked to write ${plural} "${name}" without its namespace`);
  const at = { group, version, plural, namespace, ...(dryRun === undefined ? {} : { dryRun }) };
  switch (write.verb) {
    case 'create':
      return api.createNamespacedCustomObject({ ...at, fieldManager, body: write.object });
    case 'patch': {
      const asJsonPatch = setHeaderOptions('Content-Type', PatchStrategy.JsonPatch);
      return api.patchNamespacedCustomObject({ ...at, name, fieldManager, body: write.operations }, asJsonPatch);
    }
    case 'delete': {
      const preconditions = {
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      };
      // The API server reads the options of a deletion from its body and, where there is one, not from the query (apiserver
      // pkg/endpoints/handlers/delete.go, DeleteResource): with dryRun in the query alone, it deletes.
      const options = { preconditions, ...(dryRun === undefined ? {} : { dryRun: [dryRun] }) };
      return api.deleteNamespacedCustomObject({
        ...at,
        name,
        body: { apiVersion: 'v1', kind: 'DeleteOptions', ...options },
      });
    }
  }
}

/** Our transport as the library's HTTP client. */
function over(transport: Transport, signal: AbortSignal | undefined): PromiseHttpLibrary {
  return {
    async send(request) {
      const { pathname, searchParams } = new URL(request.getUrl());
      const { status, headers, body } = await transport.send({
        method: request.getHttpMethod(),
        path: pathname,
        query: Object.fromEntries(searchParams),
        contentType: request.getHeaders()['Content-Type'],
        body: request.getBody(),
        signal,
      });
      // The library decodes only JSON; it passes anything else on as text.
      const type = headers['content-type']?.startsWith('application/json') === true ? 'application/json' : 'text/plain';
      const content = Buffer.from(body);
      return new ResponseContext(status, { 'content-type': type }, new SelfDecodingBody(Promise.resolve(content)));
    },
  };
}

/** The library's errors as ours; it passes on whatever the transport throws. */
function asOurs(error: unknown, server: URL): unknown {
  if (error instanceof ApiException)
    return apiError({ status: error.code, body: typeof error.body === 'string' ? error.body : '' });
  // The library parses every answer whose content type is JSON.
  return error instanceof SyntaxError ? unintelligible(server, 'JSON', error) : error;
}
