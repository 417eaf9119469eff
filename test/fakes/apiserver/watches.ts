import type { ServerResponse } from 'node:http';
import type { Clock } from '../../harness/clock.ts';
import { StatusError, watchExpired } from './statuses.ts';
import type { Change, Store, Stored } from './store.ts';

/** About every minute (apiserver pkg/storage/cacher/cacher.go, bookmarkFrequency); the real one came after 61 s. */
const BOOKMARK_MS = 61_000;
/** How long before the end of a watch the last bookmark is sent (apiserver pkg/storage/cacher/cache_watcher.go, nextBookmarkTime). */
const BEFORE_END_MS = 2_000;

export interface WatchRequest {
  readonly resource: string;
  /** What a bookmark says that it is: clients decode it as one of these. */
  readonly type: { readonly kind: string; readonly apiVersion: string };
  readonly since: number | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly matches: (object: Stored) => boolean;
}

type Send = (type: string, object: unknown) => void;

/** The open watches. */
export class Watches {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #open = new Map<ServerResponse, { readonly send: Send }>();
  #silent = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Opens a watch: what happened since the version first, then everything as it happens. A version that is too old is said in the
   * stream, as everything is that goes wrong once the request itself was understood.
   */
  start(request: WatchRequest, response: ServerResponse): void {
    const { since, resource, matches } = request;
    response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
    response.flushHeaders();
    const send: Send = (type, object) => {
      if (!this.#silent) response.write(`${JSON.stringify({ type, object })}\n`);
    };
    if (since !== undefined && since < this.#store.compacted) {
      send('ERROR', watchExpired(since, this.#store.compacted).body);
      return void response.end();
    }
    const tell = (change: Change): void => {
      const event = change.resource === resource ? eventOf(change, matches) : undefined;
      if (event !== undefined) send(event, change.object);
    };
    if (since === undefined) for (const object of this.#store.list(resource).filter(matches)) send('ADDED', object);
    else for (const change of this.#store.since(resource, since)) tell(change);
    const stop = this.#store.onChange(tell);
    const over = new AbortController();
    this.#open.set(response, { send });
    response.on('close', () => {
      stop();
      over.abort();
      this.#open.delete(response);
    });
    const { timeoutSeconds } = request;
    if (timeoutSeconds !== undefined) this.#later(timeoutSeconds * 1000, over.signal, () => void response.end());
    if (request.bookmarks) this.#sendBookmarks(request, send, over.signal);
  }

  /** Runs something once, unless the watch has ended. */
  #later(ms: number, signal: AbortSignal, action: () => void): void {
    this.#clock.sleep(ms, signal).then(action, () => undefined);
  }

  #sendBookmarks({ type, since, timeoutSeconds }: WatchRequest, send: Send, signal: AbortSignal): void {
    const bookmark = (annotations?: Readonly<Record<string, string>>): void => {
      const metadata = { ...(annotations === undefined ? {} : { annotations }), resourceVersion: this.#version() };
      send('BOOKMARK', { ...type, metadata });
    };
    // The end of what there was already is marked.
    if (since === undefined) bookmark({ 'k8s.io/initial-events-end': 'true' });
    const opened = this.#store.resourceVersion();
    if (timeoutSeconds !== undefined) {
      const lastMs = Math.max(timeoutSeconds * 1000 - BEFORE_END_MS, 0);
      this.#later(lastMs, signal, () => {
        if (this.#store.resourceVersion() > opened) bookmark();
      });
    }
    const regularly = (): void => {
      bookmark();
      this.#later(BOOKMARK_MS, signal, regularly);
    };
    this.#later(BOOKMARK_MS, signal, regularly);
  }

  #version(): string {
    return String(this.#store.resourceVersion());
  }

  /** Ends every watch as a server does that has had it open long enough. */
  closeAll(): void {
    for (const response of this.#open.keys()) response.end();
  }

  /** Breaks every connection. */
  reset(): void {
    for (const response of this.#open.keys()) response.destroy();
  }

  /** Holds back events, as a connection does that a balancer has forgotten. */
  silence(on: boolean): void {
    this.#silent = on;
  }

  /** Tells every watch that its version is compacted away, in the stream, and ends it. */
  expire(): void {
    const { body } = new StatusError(410, 'Expired', 'too old resource version');
    for (const [response, { send }] of this.#open) {
      send('ERROR', body);
      response.end();
    }
  }

  count(): number {
    return this.#open.size;
  }
}

/** What a change is to a watch: an object that comes into its selection is ADDED, one that leaves it DELETED. */
function eventOf({ type, object, previous }: Change, matches: WatchRequest['matches']): string | undefined {
  const was = previous !== undefined && matches(previous);
  const is = type !== 'DELETED' && matches(object);
  if (was && is) return 'MODIFIED';
  return is ? 'ADDED' : was ? 'DELETED' : undefined;
}
