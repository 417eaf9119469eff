import type { V1Status } from '@kubernetes/client-node';
import { ApiError } from './errors.ts';
import { type KubeList, type KubeObject, type PatchOperation, type Resource, apiPath } from './resource.ts';
import type { Request, Response, Transport } from './http/transport.ts';

/** Who is noted as the writer in metadata.managedFields, unless --field-manager says another. */
export const FIELD_MANAGER = 'kubectl-atlas-pe';
/** Objects a page; kubectl's own chunk size (kubectl get --chunk-size). */
const PAGE = '500';

export interface Selection {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Reads and patches objects of one cluster. Every failure is an ApiError or a ConnectionError. */
export class KubeClient {
  readonly transport: Transport;
  readonly #fieldManager: string;

  constructor(transport: Transport, fieldManager = FIELD_MANAGER) {
    this.transport = transport;
    this.#fieldManager = fieldManager;
  }

  async get<T extends KubeObject>(
    resource: Resource,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#json<T>({ method: 'GET', path: apiPath(resource, namespace, name), signal });
  }

  /** The object, or undefined if there is none of that name. A resource that is not served at all is still an error. */
  async find<T extends KubeObject>(
    resource: Resource,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    try {
      return await this.get<T>(resource, namespace, name, signal);
    } catch (error) {
      if (error instanceof ApiError && error.code === 404 && !error.notServed) return undefined;
      throw error;
    }
  }

  /** All objects of one namespace, or of all when it is undefined; pages are followed. */
  async list<T extends KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    selection: Selection = {},
    signal?: AbortSignal,
  ): Promise<KubeList<T>> {
    const items: T[] = [];
    let token: string | undefined;
    for (;;) {
      const page: KubeList<T> = await this.#json<KubeList<T>>({
        method: 'GET',
        path: apiPath(resource, namespace),
        query: { ...selection, limit: PAGE, continue: token },
        signal,
      });
      items.push(...page.items);
      token = page.metadata.continue;
      if (token === undefined || token === '') return { metadata: page.metadata, items };
    }
  }

  /**
   * Applies a JSON patch, guarded by the resourceVersion that it was planned on: replacing metadata.resourceVersion makes the
   * API server answer 409 Conflict instead of patching something newer (apiserver pkg/endpoints/handlers/patch.go).
   */
  async patch<T extends KubeObject>(
    resource: Resource,
    planned: KubeObject,
    operations: readonly PatchOperation[],
    signal?: AbortSignal,
  ): Promise<T> {
    const { namespace, name, resourceVersion } = planned.metadata;
    const guard: PatchOperation = { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion };
    return this.#json<T>({
      method: 'PATCH',
      path: apiPath(resource, namespace, name),
      query: { fieldManager: this.#fieldManager },
      contentType: 'application/json-patch+json',
      body: [guard, ...operations],
      signal,
    });
  }

  /** Creates an object. @throws ApiError 409 where there is one of its name */
  async create<T extends KubeObject>(resource: Resource, object: T, signal?: AbortSignal): Promise<T> {
    return this.#json<T>({
      method: 'POST',
      path: apiPath(resource, object.metadata.namespace),
      query: { fieldManager: this.#fieldManager },
      contentType: 'application/json',
      body: object,
      signal,
    });
  }

  /**
   * Deletes the object as it was planned on: one that was changed or made anew since is left alone (apimachinery
   * pkg/apis/meta/v1/types.go, Preconditions). Finalizers may keep it for a while.
   * @throws ApiError 409 where it is another one now, 404 where it is gone
   */
  async delete(resource: Resource, planned: KubeObject, signal?: AbortSignal): Promise<void> {
    const { namespace, name, uid, resourceVersion } = planned.metadata;
    await this.#json<unknown>({
      method: 'DELETE',
      path: apiPath(resource, namespace, name),
      contentType: 'application/json',
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } },
      signal,
    });
  }

  /** What `path` answers as JSON; for discovery. */
  async raw<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#json<T>({ method: 'GET', path, signal });
  }

  async #json<T>(request: Request): Promise<T> {
    const response = await this.transport.send(request);
    if (response.status >= 200 && response.status < 300) return JSON.parse(response.body) as T;
    throw apiError(response);
  }
}

/** The error in an answer; a body that is no Status is kept as text. */
export function apiError(response: Pick<Response, 'status' | 'body'>): ApiError {
  let status: V1Status | undefined;
  try {
    const parsed = JSON.parse(response.body) as V1Status;
    if (parsed.kind === 'Status') status = parsed;
  } catch {
    // a proxy's page, or "404 page not found": ApiError keeps the text
  }
  return new ApiError(response.status, status, response.body);
}
