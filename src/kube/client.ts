import { continuationOf, jsonOf, listOf, objectOf } from './answer.ts';
import type { Write, WriteOptions } from './custom-objects.ts';
import { isNotFound } from './errors.ts';
import { FIELD_MANAGER, forgetFormerManager } from './write/field-managers.ts';
import type { Request, Response } from './http/exchange.ts';
import type { Transport } from './http/transport.ts';
import { type KubeList, type KubeObject, type PatchOperation, type Resource, apiPath } from './resource.ts';

/** Objects per page: kubectl's own chunk size (kubectl get --chunk-size). */
const PAGE = '500';

export interface Selection {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/**
 * Reads and writes objects of one cluster. Every failure is an ApiError or a ConnectionError.
 *
 * Custom resources are written through the client library (custom-objects.ts). Core objects are patched without it: its CoreV1Api
 * converts the answer to a V1Secret, which drops unknown fields and turns times into Dates, and its KubernetesObjectApi queries
 * discovery for each kind, which costs a request, needs another permission and fails with an error about "resource metadata"
 * (@kubernetes/client-node 2.0.1, gen/models/ObjectSerializer.js and object.js).
 */
export class KubeClient {
  readonly transport: Transport;
  /** Told of each object that is read. */
  readonly seen: (object: KubeObject) => void;
  readonly #fieldManager: string;

  constructor(
    transport: Transport,
    fieldManager = FIELD_MANAGER,
    seen: (object: KubeObject) => void = () => undefined,
  ) {
    this.transport = transport;
    this.seen = seen;
    this.#fieldManager = fieldManager;
  }

  /** What the API server answers at a path that is of no object, such as what it says of a group; whatever its status is. @throws ConnectionError */
  ask(path: string, signal?: AbortSignal): Promise<Response> {
    return this.transport.send({ method: 'GET', path, signal });
  }

  async get<T extends KubeObject>(
    resource: Resource,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<T> {
    const path = apiPath(resource, namespace, name);
    return this.#object<T>(resource, this.#json({ method: 'GET', path, signal }));
  }

  /** The object, or undefined if none has that name. A resource that is not served at all is still an error. */
  async find<T extends KubeObject>(
    resource: Resource,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    try {
      return await this.get<T>(resource, namespace, name, signal);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** All objects of a namespace, or of all namespaces if it is undefined. Reads every page. */
  async list<T extends KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    selection: Selection = {},
    signal?: AbortSignal,
  ): Promise<KubeList<T>> {
    const items: T[] = [];
    let metadata: KubeList<T>['metadata'] = {};
    for await (const page of this.pages<T>(resource, namespace, selection, signal)) {
      for (const item of page.items) items.push(item);
      ({ metadata } = page);
    }
    return { metadata, items };
  }

  /** The same page by page, for whoever keeps little of each object. The next page is already on its way while one is looked at. */
  async *pages<T extends KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    selection: Selection = {},
    signal?: AbortSignal,
  ): AsyncGenerator<KubeList<T>, void, undefined> {
    const path = apiPath(resource, namespace);
    const ask = (token?: string): Promise<unknown> =>
      this.#json({ method: 'GET', path, query: { ...selection, limit: PAGE, continue: token }, signal });
    let coming: Promise<unknown> | undefined = ask();
    while (coming !== undefined) {
      const answer = await coming;
      const token = continuationOf(answer);
      coming = token === undefined ? undefined : ask(token);
      // Whoever stops early, or meets a broken page, does not wait for it.
      coming?.catch(() => undefined);
      const page = listOf<T>(answer, resource, this.transport.server);
      for (const item of page.items) this.seen(item);
      yield page;
    }
  }

  /**
   * Applies a JSON patch that is guarded by the resourceVersion it was planned on: replacing metadata.resourceVersion makes the
   * API server answer 409 Conflict instead of patching a newer object (apiserver pkg/endpoints/handlers/patch.go).
   */
  async patch<T extends KubeObject>(
    resource: Resource,
    planned: KubeObject,
    operations: readonly PatchOperation[],
    options: WriteOptions = {},
  ): Promise<T> {
    const value = planned.metadata.resourceVersion;
    const guard: PatchOperation = { op: 'replace', path: '/metadata/resourceVersion', value };
    const guarded = [guard, ...forgetFormerManager(planned), ...operations];
    const patched =
      resource.group === ''
        ? this.#patchCore(apiPath(resource, planned.metadata.namespace, planned.metadata.name), guarded, options)
        : this.#write(resource, { verb: 'patch', planned, operations: guarded }, options);
    return this.#written<T>(resource, patched, options);
  }

  /** Creates a custom resource. @throws ApiError 409 if one of that name exists */
  async create<T extends KubeObject>(resource: Resource, object: T, options: WriteOptions = {}): Promise<T> {
    return this.#written<T>(resource, this.#write(resource, { verb: 'create', object }, options), options);
  }

  /**
   * Deletes the custom resource that was planned on: if it was changed or recreated since, it is left alone (apimachinery
   * pkg/apis/meta/v1/types.go, Preconditions). Finalizers may keep it for a while.
   * @throws ApiError 409 if it has changed or is a different object now, 404 if it is gone
   */
  async delete(resource: Resource, planned: KubeObject, options: WriteOptions = {}): Promise<void> {
    await this.#write(resource, { verb: 'delete', planned }, options);
  }

  /** Loading the library takes longer than a request, so only commands that write load it (bench/README.md). */
  async #write(resource: Resource, write: Write, options: WriteOptions): Promise<unknown> {
    const { writeCustomObject } = await import('./custom-objects.ts');
    const writer = { fieldManager: this.#fieldManager, dryRun: this.#dryRun(options) };
    return writeCustomObject(this.transport, resource, write, { ...options, ...writer });
  }

  /** Where things may only be checked, every write is a dry run, whoever asks for it. */
  #dryRun({ dryRun }: WriteOptions): 'All' | undefined {
    return this.transport.writes === 'checked-only' ? 'All' : dryRun;
  }

  #patchCore(path: string, body: readonly PatchOperation[], options: WriteOptions): Promise<unknown> {
    const query = { dryRun: this.#dryRun(options), fieldManager: this.#fieldManager };
    const { signal } = options;
    return this.#json({ method: 'PATCH', path, query, contentType: 'application/json-patch+json', body, signal });
  }

  async #object<T extends KubeObject>(resource: Resource, answer: Promise<unknown>): Promise<T> {
    const object = objectOf(await answer, resource, this.transport.server);
    this.seen(object);
    return object as T;
  }

  /** What the API server answers a write with; after a dry run that is an object that nobody can read. */
  async #written<T extends KubeObject>(
    resource: Resource,
    answer: Promise<unknown>,
    options: WriteOptions,
  ): Promise<T> {
    if (this.#dryRun(options) === undefined) return this.#object<T>(resource, answer);
    return objectOf(await answer, resource, this.transport.server) as T;
  }

  async #json(request: Request): Promise<unknown> {
    return jsonOf(await this.transport.send(request), this.transport.server);
  }
}
