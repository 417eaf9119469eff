import { KubeClient, type Selection } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeList, KubeObject, Resource } from '../../kube/resource.ts';

/** A refusal, and what it was about. */
interface Refused {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly error: ApiError;
}

function keyOf({ group, plural }: Resource, namespace: string | undefined, more: string): string {
  return JSON.stringify([group, plural, namespace ?? null, more]);
}

/** Whether a list is one of all objects. */
function isWhole(selection: Selection): boolean {
  return Object.keys(selection).length === 0;
}

/** From this many namespaces on, one list of all namespaces costs less than one of each. */
const MANY_NAMESPACES = 4;

/**
 * A client that asks for everything once, so that what is read for many endpoints costs a few lists. An object is taken from a list that
 * was read already, and the list of a namespace from that of all. It also notes what may not be read.
 */
export class ReadOnce extends KubeClient {
  readonly #reads = new Map<string, Promise<unknown>>();
  readonly #lists = new Map<string, KubeList<KubeObject>>();
  readonly #refused: Refused[] = [];
  readonly #asked = new Map<string, ReturnType<KubeClient['ask']>>();
  #namespaces = 1;

  /** Says of how many namespaces lists will be wanted: those of many are taken from one of all, where that may be read. */
  expectNamespaces(count: number): void {
    this.#namespaces = count;
  }

  override get<T extends KubeObject>(
    resource: Resource,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<T> {
    const listed = this.#listed(resource, namespace, name) as T | undefined;
    return listed === undefined
      ? this.#once(resource, namespace, `/${name}`, () => super.get<T>(resource, namespace, name, signal))
      : Promise.resolve(listed);
  }

  override async list<T extends KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    selection: Selection = {},
    signal?: AbortSignal,
  ): Promise<KubeList<T>> {
    const all = namespace === undefined ? undefined : await this.#ofAll<T>(resource, selection, signal);
    if (all !== undefined) {
      const items = all.items.filter(({ metadata }) => metadata.namespace === namespace);
      return { metadata: all.metadata, items };
    }
    const more = JSON.stringify(selection);
    const list = await this.#once(resource, namespace, more, () =>
      super.list<T>(resource, namespace, selection, signal),
    );
    if (isWhole(selection)) this.#lists.set(keyOf(resource, namespace, ''), list);
    return list;
  }

  /** What is read page by page is known as a list afterwards. */
  override async *pages<T extends KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    selection: Selection = {},
    signal?: AbortSignal,
  ): AsyncGenerator<KubeList<T>, void, undefined> {
    const items: T[] = [];
    let metadata: KubeList<T>['metadata'] = {};
    try {
      for await (const page of super.pages<T>(resource, namespace, selection, signal)) {
        for (const item of page.items) items.push(item);
        ({ metadata } = page);
        yield page;
      }
    } catch (error) {
      this.#note(resource, namespace, error);
      throw error;
    }
    if (!isWhole(selection)) return;
    const list = { metadata, items };
    this.#lists.set(keyOf(resource, namespace, ''), list);
    this.#reads.set(keyOf(resource, namespace, JSON.stringify(selection)), Promise.resolve(list));
  }

  override ask(path: string, signal?: AbortSignal): ReturnType<KubeClient['ask']> {
    const asked = this.#asked.get(path) ?? super.ask(path, signal);
    this.#asked.set(path, asked);
    return asked;
  }

  /** What may not be read. What may be listed in one namespace is not missed in all of them. */
  refusals(): readonly ApiError[] {
    const kinds = new Set(
      this.#refused.filter(({ namespace }) => namespace !== undefined).map(({ resource }) => resource),
    );
    const read = new Set([...this.#lists.keys()].map((key) => String(JSON.parse(key)[1])));
    const missed = this.#refused.filter(
      ({ resource, namespace }) => namespace !== undefined || (!read.has(resource) && !kinds.has(resource)),
    );
    return [...new Map(missed.map(({ error }) => [error.message, error])).values()];
  }

  /** The list of all namespaces, where it is known already, or many of them are wanted; undefined where it may not be read. */
  async #ofAll<T extends KubeObject>(
    resource: Resource,
    selection: Selection,
    signal: AbortSignal | undefined,
  ): Promise<KubeList<T> | undefined> {
    const known = isWhole(selection) ? this.#lists.get(keyOf(resource, undefined, '')) : undefined;
    if (known !== undefined || this.#namespaces < MANY_NAMESPACES) return known as KubeList<T> | undefined;
    try {
      return await this.list<T>(resource, undefined, selection, signal);
    } catch (error) {
      if (error instanceof ApiError && error.code === 403) return undefined;
      throw error;
    }
  }

  #listed(resource: Resource, namespace: string, name: string): KubeObject | undefined {
    for (const scope of [namespace, undefined]) {
      const found = this.#lists
        .get(keyOf(resource, scope, ''))
        ?.items.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #once<T>(resource: Resource, namespace: string | undefined, more: string, read: () => Promise<T>): Promise<T> {
    const key = keyOf(resource, namespace, more);
    const known = this.#reads.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const reading = read().catch((error: unknown) => {
      this.#note(resource, namespace, error);
      throw error;
    });
    this.#reads.set(key, reading);
    return reading;
  }

  #note(resource: Resource, namespace: string | undefined, error: unknown): void {
    if (error instanceof ApiError && error.code === 403)
      this.#refused.push({ resource: resource.plural, namespace, error });
  }
}
