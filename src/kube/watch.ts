import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { Backoff } from '../core/retries/backoff.ts';
import { KeptFailingError } from '../core/errors.ts';
import type { Time } from '../core/wait.ts';
import { objectOf } from './answer.ts';
import type { KubeClient, Selection } from './client.ts';
import { ApiError, apiError, statusOf } from './errors.ts';
import { readText } from './http/exchange.ts';
import { isPassing } from './http/repeatable.ts';
import { isRecord } from './json.ts';
import { type KubeObject, type Resource, apiPath } from './resource.ts';

/**
 * After this much silence a watch is given up and the list read again: a connection that a load balancer has dropped stays silent
 * indefinitely. A server sends a bookmark about every minute (apiserver pkg/storage/cacher/cacher.go, bookmarkFrequency; 61 s apart
 * when tried), but does not have to.
 */
const SILENCE_MS = 90_000;
/** Between the end of a watch and the next list. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** A change that a watch reports. */
export interface Change<T> {
  readonly deleted: boolean;
  readonly object: T;
}

export interface FollowOptions extends Selection {
  readonly namespace: string | undefined;
}

/**
 * The library's Watch is not used. In @kubernetes/client-node 2.0.1 (dist/watch.js) it
 * - reports a refusal by its HTTP status alone: for a 410 or a 403, the reason and the message of the Status are lost;
 * - ends with a TimeoutError after 30 s of silence (`requestTimeoutMs`), although a server sends only one bookmark a minute, so that a
 *   quiet wait of ten minutes causes twenty reconnections;
 * - swallows whatever the callback throws, and carries on;
 * - opens a new TLS connection each time (http/transport.ts);
 * - does not list again after a 410 or a lost connection. The Informer on top of it does so after a 410, but stops at any other error.
 * The first four were tried against an HTTPS server that answers 410, or one event and then nothing.
 */

/** What is seen of a selection: all of its objects, or the one that has changed since. */
export type Seen<T> = { readonly all: readonly T[] } | Change<T>;

/**
 * Yields the objects of a selection now and after every change, indefinitely.
 * @throws as `followChanges`
 */
export async function* follow<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  options: FollowOptions,
  time: Time,
): AsyncGenerator<readonly T[], void, undefined> {
  let objects = new Map<string, T>();
  for await (const seen of followChanges<T>(client, resource, options, time)) {
    if ('all' in seen) objects = new Map(seen.all.map((object) => [keyOf(object), object]));
    else if (seen.deleted) objects.delete(keyOf(seen.object));
    else objects.set(keyOf(seen.object), seen.object);
    yield [...objects.values()];
  }
}

/**
 * Yields the objects of a selection, and then each change to one of them, indefinitely: lists, then watches from the list's
 * resourceVersion. Survives watches that are closed, fall silent or expire (410), and restarts of the API server: then it lists again.
 * @param time its signal ends the generator
 * @throws errors that trying again cannot fix (401, 403, 404, an untrusted certificate), and the abort of the signal
 */
export async function* followChanges<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  options: FollowOptions,
  time: Time,
): AsyncGenerator<Seen<T>, void, undefined> {
  const pauses = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  for (;;) {
    const attempt = new AbortController();
    const within = { ...time, signal: AbortSignal.any([time.signal, attempt.signal]) };
    const started = time.now();
    try {
      const list = await client.list<T>(resource, options.namespace, selectionOf(options), time.signal);
      yield { all: list.items };
      const from = { ...options, resourceVersion: list.metadata.resourceVersion };
      yield* changes<T>(client, resource, from, within);
    } catch (error) {
      if (time.signal.aborted || !isOver(error)) throw error;
    } finally {
      attempt.abort();
    }
    // A server or a balancer that ends every watch at once, or forgets every version, must not be asked in a tight loop.
    if (time.now() - started >= LONGEST_PAUSE_MS) pauses.reset();
    await time.sleep(pauses.next(), time.signal);
  }
}

/** Whether an error ends one watch and no more: its version has expired, or the server failed for as long as one request is tried. */
function isOver(error: unknown): boolean {
  if (error instanceof KeptFailingError) return true;
  return error instanceof ApiError && (error.code === 410 || isPassing(error.code));
}

/**
 * The changes after a resourceVersion, until the server ends the watch or it falls silent.
 * @throws ApiError 410 if that version is gone
 */
async function* changes<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  options: FollowOptions & { readonly resourceVersion: string | undefined },
  time: Time,
): AsyncGenerator<Change<T>, void, undefined> {
  const silence = new AbortController();
  const { namespace, resourceVersion } = options;
  const message = await client.transport.open({
    method: 'GET',
    path: apiPath(resource, namespace),
    query: { ...selectionOf(options), watch: 'true', allowWatchBookmarks: 'true', resourceVersion },
    signal: AbortSignal.any([time.signal, silence.signal]),
  });
  if (message.statusCode !== 200) throw apiError({ status: message.statusCode ?? 0, body: await readText(message) });
  try {
    for await (const line of linesOf(message, silence, time)) {
      const change = changeOf<T>(line, resource, client.transport.server);
      if (change !== undefined) yield change;
    }
  } catch (error) {
    // A connection that breaks or is given up only ends the watch: the caller lists again, and any lasting problem shows there.
    if (error instanceof ApiError || time.signal.aborted) throw error;
  }
}

/** The lines of an answer as they arrive. @param silence aborted if none arrives for too long */
async function* linesOf(
  message: IncomingMessage,
  silence: AbortController,
  time: Time,
): AsyncGenerator<string, void, undefined> {
  const lines = createInterface({ input: message, crlfDelay: Infinity });
  let quiet = new AbortController();
  const listenForSilence = (): void => {
    quiet = new AbortController();
    time.sleep(SILENCE_MS, AbortSignal.any([quiet.signal, time.signal])).then(
      () => silence.abort(),
      () => undefined,
    );
  };
  try {
    listenForSilence();
    for await (const line of lines) {
      quiet.abort();
      if (line === '') continue;
      yield line;
      listenForSilence();
    }
  } finally {
    quiet.abort();
    lines.close();
    message.destroy();
  }
}

/**
 * The change in a line of a watch; undefined for a bookmark.
 * @throws ApiError for an event of type ERROR; SyntaxError or ConnectionError for anything that is not an event
 */
function changeOf<T extends KubeObject>(line: string, resource: Resource, server: URL): Change<T> | undefined {
  const event: unknown = JSON.parse(line);
  const { type, object } = isRecord(event) ? event : {};
  if (type === 'BOOKMARK') return undefined;
  if (type !== 'ERROR') return { deleted: type === 'DELETED', object: objectOf(object, resource, server) as T };
  const status = statusOf(object);
  throw new ApiError(status?.code ?? 500, status, '');
}

function selectionOf({ labelSelector, fieldSelector }: FollowOptions): Selection {
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
}

/** Identifies an object among those of its kind. */
export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
