import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { Time } from '../core/wait.ts';
import { objectOf } from './answer.ts';
import type { KubeClient, Selection } from './client.ts';
import { ApiError, apiError, statusOf } from './errors.ts';
import { ConnectionError } from './http/connection-error.ts';
import { readText } from './http/transport.ts';
import { isRecord } from './json.ts';
import { type KubeObject, type Resource, apiPath } from './resource.ts';

/**
 * After this much silence a watch is given up and the list read again: a connection that a load balancer has dropped stays silent
 * indefinitely. A server sends a bookmark about every minute (apiserver pkg/storage/cacher/cacher.go, bookmarkFrequency; 61 s apart
 * when tried), but does not have to.
 */
const SILENCE_MS = 90_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** A change that a watch reports. */
interface Change<T> {
  readonly deleted: boolean;
  readonly object: T;
}

export interface FollowOptions extends Selection {
  readonly namespace: string | undefined;
  /** Called once when the API server stops answering, and once when it is back. */
  readonly onConnection?: (text: string) => void;
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

/**
 * Yields the objects of a selection now and after every change, indefinitely: lists, then watches from the list's resourceVersion.
 * Survives watches that are closed, fall silent or expire (410), and restarts of the API server.
 * @param time its signal ends the generator
 * @throws errors that trying again cannot fix (401, 403, 404, an untrusted certificate), and the abort of the signal
 */
export async function* follow<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  options: FollowOptions,
  time: Time,
): AsyncGenerator<readonly T[], void, undefined> {
  const outage = new Outage(options, time);
  for (;;) {
    const attempt = new AbortController();
    const within = { ...time, signal: AbortSignal.any([time.signal, attempt.signal]) };
    try {
      const list = await client.list<T>(resource, options.namespace, selectionOf(options), time.signal);
      outage.over();
      const objects = new Map(list.items.map((object) => [keyOf(object), object]));
      yield [...objects.values()];
      const started = time.now();
      const from = { ...options, resourceVersion: list.metadata.resourceVersion };
      for await (const { deleted, object } of changes<T>(client, resource, from, within)) {
        if (deleted) objects.delete(keyOf(object));
        else objects.set(keyOf(object), object);
        yield [...objects.values()];
      }
      // If a server or a load balancer closes every watch at once, it must not be queried in a tight loop.
      if (time.now() - started < FIRST_RETRY_MS) await time.sleep(FIRST_RETRY_MS, time.signal);
    } catch (error) {
      if (time.signal.aborted) throw error;
      await outage.pauseFor(error);
    } finally {
      attempt.abort();
    }
  }
}

/** A period in which the API server does not answer; the pauses between attempts grow. */
class Outage {
  readonly #options: FollowOptions;
  readonly #time: Time;
  #retryMs = FIRST_RETRY_MS;

  constructor(options: FollowOptions, time: Time) {
    this.#options = options;
    this.#time = time;
  }

  /** Called after each list that was read. */
  over(): void {
    if (this.#retryMs !== FIRST_RETRY_MS) this.#options.onConnection?.('reconnected to the cluster');
    this.#retryMs = FIRST_RETRY_MS;
  }

  /** Sleeps if trying again later may help; not at all after a watch has expired. @throws any other error */
  async pauseFor(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.code === 410) return;
    if (!(error instanceof ApiError || error instanceof ConnectionError) || !error.passing) throw error;
    if (this.#retryMs === FIRST_RETRY_MS)
      this.#options.onConnection?.(`lost the connection to the cluster, retrying: ${error.message}`);
    await this.#time.sleep(this.#retryMs, this.#time.signal);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
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

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
