import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../harness/clock.ts';
import { type ResourceDefinition, groupVersion, isBuiltIn } from './resources.ts';
import { alreadyExists, badRequest, conflict, notFound } from './statuses.ts';

/** Any object as the store keeps it. */
export interface Stored extends Record<string, unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
}

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: string;
  readonly object: Stored;
  /** The object before it; undefined when it was created. */
  readonly previous: Stored | undefined;
  readonly version: number;
}

function byKey(a: Stored, b: Stored): number {
  return `${a.metadata.namespace}/${a.metadata.name}` < `${b.metadata.namespace}/${b.metadata.name}` ? -1 : 1;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Metadata as Go writes them: a map with nothing in it is left out. */
function withoutEmpty(metadata: Stored['metadata']): Stored['metadata'] {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => !isEmpty(value))) as Stored['metadata'];
}

/** The objects and their history: one increasing version for all of them, as etcd's revision. */
export class Store {
  readonly #definitions: readonly ResourceDefinition[];
  readonly #objects = new Map<string, Stored>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #clock: Pick<Clock, 'now'>;
  #history: Change[] = [];
  #version = 100;
  /** Whether what is written is answered and not kept. */
  #forgets = false;
  /** What was before this version is forgotten; a server that was just started knows nothing of the time before. */
  compacted = 100;

  constructor(definitions: readonly ResourceDefinition[], clock: Pick<Clock, 'now'>) {
    this.#definitions = definitions;
    this.#clock = clock;
  }

  resourceVersion(): number {
    return this.#version;
  }

  /** Serves a request that is only to be checked: whatever it writes is not kept (dryRun=All). */
  forgetting<T>(serve: () => T): T {
    this.#forgets = true;
    try {
      return serve();
    } finally {
      this.#forgets = false;
    }
  }

  /** The changes of a resource after a version. */
  since(resource: string, version: number): readonly Change[] {
    return this.#history.filter((change) => change.resource === resource && change.version > version);
  }

  /** Forgets the history: what etcd does every five minutes. */
  compact(): void {
    this.compacted = this.#version;
    this.#history = [];
  }

  /** Calls back after each change. @returns what ends that */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get(resource: string, namespace: string | undefined, name: string): Stored | undefined {
    return this.#objects.get(this.#key(resource, namespace, name));
  }

  list(resource: string, namespace?: string): Stored[] {
    return [...this.#objects.entries()]
      .filter(
        ([key, object]) =>
          key.startsWith(`${resource}/`) && (namespace === undefined || object.metadata.namespace === namespace),
      )
      .map(([, object]) => object)
      .sort(byKey);
  }

  /** The objects of a resource as they were at a version that is not compacted. */
  at(resource: string, version: number): Stored[] {
    const newer = this.#history.filter((change) => change.resource === resource && change.version > version);
    const objects = new Map(this.list(resource).map((object) => [object.metadata.uid, object]));
    for (const { object, previous } of newer.toReversed()) {
      if (previous === undefined) objects.delete(object.metadata.uid);
      else objects.set(previous.metadata.uid, previous);
    }
    return [...objects.values()].sort(byKey);
  }

  /** Adds a manifest, and its namespace; its kind tells which resource it is. @throws StatusError 409 when it exists */
  create(manifest: Record<string, unknown>): Stored {
    const definition = this.#definitions.find(({ kind }) => kind === manifest['kind']);
    if (definition === undefined) throw badRequest(`no resource of kind ${String(manifest['kind'])} is served`);
    const metadata = { ...(manifest['metadata'] as Stored['metadata']) };
    const namespace = definition.namespaced ? (metadata.namespace ?? 'default') : undefined;
    const key = this.#key(definition.plural, namespace, metadata.name);
    if (this.#objects.has(key)) throw alreadyExists(definition, metadata.name);
    const object = {
      ...manifest,
      apiVersion: groupVersion(definition),
      kind: definition.kind,
      metadata: {
        ...withoutEmpty(metadata),
        ...(namespace === undefined ? {} : { namespace }),
        uid: randomUUID(),
        creationTimestamp: this.#timestamp(),
        ...(isBuiltIn(definition) ? {} : { generation: 1 }),
      },
    };
    if (namespace !== undefined && this.get('namespaces', undefined, namespace) === undefined)
      this.create({ kind: 'Namespace', metadata: { name: namespace } });
    return this.#write('ADDED', definition.plural, object, undefined);
  }

  /**
   * Replaces an object. A resourceVersion in it has to be the current one. Where the status is a subresource, a write to the
   * object keeps the old status, and a write to the status changes nothing else.
   */
  replace(definition: ResourceDefinition, next: Stored, subresource: '' | 'status' = ''): Stored {
    const { name, namespace, resourceVersion } = next.metadata;
    const current = this.get(definition.plural, namespace, name);
    if (current === undefined) throw notFound(definition, name);
    if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
      throw conflict(definition, name);
    const owner = subresource === 'status' ? next : current;
    const { status: _status, ...content } = subresource === 'status' ? current : next;
    const status = definition.statusSubresource ? owner['status'] : next['status'];
    const body: Record<string, unknown> = status === undefined ? content : { ...content, status };
    const changed = !isDeepStrictEqual(body['spec'], current['spec']);
    const generation = isBuiltIn(definition)
      ? {}
      : { generation: (current.metadata.generation ?? 1) + (changed ? 1 : 0) };
    const metadata: Record<string, unknown> & { readonly name: string } = {
      ...withoutEmpty(subresource === 'status' ? current.metadata : next.metadata),
      uid: current.metadata.uid,
      ...generation,
      ...(current.metadata['deletionTimestamp'] === undefined
        ? {}
        : { deletionTimestamp: current.metadata['deletionTimestamp'], deletionGracePeriodSeconds: 0 }),
    };
    const object = { ...body, metadata } as Stored;
    // The last finalizer lets go of an object that is to be deleted.
    if (metadata['deletionTimestamp'] !== undefined && metadata['finalizers'] === undefined) {
      this.#drop(this.#key(definition.plural, namespace, name));
      return this.#write('DELETED', definition.plural, object, current);
    }
    // A write that changes nothing is no new version.
    const same = isDeepStrictEqual(
      { ...object, metadata: { ...metadata, resourceVersion: undefined } },
      { ...current, metadata: { ...current.metadata, resourceVersion: undefined } },
    );
    return same ? current : this.#write('MODIFIED', definition.plural, object, current);
  }

  /** Changes an object in place, whatever its version: for tests that play somebody else. */
  edit(
    resource: string,
    namespace: string | undefined,
    name: string,
    change: (object: Record<string, unknown>) => void,
    subresource: '' | 'status' = '',
  ): void {
    const definition = this.#definitions.find(({ plural }) => plural === resource);
    const current = this.get(resource, namespace, name);
    if (definition === undefined || current === undefined) throw new Error(`there is no ${resource} ${name}`);
    const copy = structuredClone(current) as Record<string, unknown>;
    change(copy);
    this.replace(definition, copy as Stored, subresource);
  }

  /** Deletes an object, or marks it where finalizers still hold it. */
  remove(definition: ResourceDefinition, namespace: string | undefined, name: string): Stored {
    const current = this.get(definition.plural, namespace, name);
    if (current === undefined) throw notFound(definition, name);
    if (current.metadata['deletionTimestamp'] !== undefined) return current;
    if (current.metadata['finalizers'] !== undefined) {
      const metadata = {
        ...current.metadata,
        deletionTimestamp: this.#timestamp(),
        deletionGracePeriodSeconds: 0,
        ...(isBuiltIn(definition) ? {} : { generation: (current.metadata.generation ?? 1) + 1 }),
      };
      return this.#write('MODIFIED', definition.plural, { ...current, metadata }, current);
    }
    this.#drop(this.#key(definition.plural, namespace, name));
    return this.#write('DELETED', definition.plural, { ...current }, current);
  }

  #drop(key: string): void {
    if (!this.#forgets) this.#objects.delete(key);
  }

  #timestamp(): string {
    return new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  #key(resource: string, namespace: string | undefined, name: string): string {
    const definition = this.#definitions.find(({ plural }) => plural === resource);
    return `${resource}/${definition?.namespaced === true ? (namespace ?? 'default') : ''}/${name}`;
  }

  #write(type: Change['type'], resource: string, object: Stored, previous: Stored | undefined): Stored {
    // What is not kept gets no version: a new object has none, and a changed one that of before.
    if (this.#forgets) return object;
    this.#version += 1;
    const data = object['data'] as Record<string, unknown> | undefined;
    // Go writes maps in the order of their keys.
    const sorted =
      data === undefined ? {} : { data: Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))) };
    const written: Stored = {
      ...object,
      ...sorted,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
    if (type !== 'DELETED')
      this.#objects.set(this.#key(resource, written.metadata.namespace, written.metadata.name), written);
    const change = { type, resource, object: written, previous, version: this.#version };
    this.#history.push(change);
    for (const listener of this.#listeners) listener(change);
    return written;
  }
}
