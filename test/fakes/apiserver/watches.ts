import type { ServerResponse } from 'node:http';
import type { Clock } from '../../harness/clock.ts';
import { StatusError, expired } from './statuses.ts';
import type { Change, Store, Stored } from './store.ts';

export interface WatchRequest {
  readonly resource: string;
  /** What a bookmark says that it is: clients decode it as one of these. */
  readonly type: { readonly kind: string; readonly apiVersion: string };
  readonly since: number | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly matches: (object: Stored) => boolean;
}

/** The open watches. */
export class Watches {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #open = new Map<ServerResponse, { readonly send: (type: string, object: unknown) => void }>();
  #silent = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Opens a watch: what happened since the version first, then everything as it happens. @throws StatusError 410 */
  start(request: WatchRequest, response: ServerResponse): void {
    const { since, resource, matches } = request;
    if (since !== undefined && since < this.#store.compacted) throw expired();
    response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
    response.flushHeaders();
    const send = (type: string, object: unknown): void => {
      if (!this.#silent) response.write(`${JSON.stringify({ type, object })}\n`);
    };
    const tell = (change: Change): void => {
      if (change.resource === resource && matches(change.object)) send(change.type, change.object);
    };
    const past =
      since === undefined
        ? this.#store.list(resource).map((object) => ({ type: 'ADDED', resource, object, version: 0 }) as const)
        : this.#store.since(resource, since);
    for (const change of past) tell(change);
    const stop = this.#store.onChange(tell);
    const over = new AbortController();
    this.#open.set(response, { send });
    response.on('close', () => {
      stop();
      over.abort();
      this.#open.delete(response);
    });
    if (request.timeoutSeconds !== undefined) {
      this.#clock.sleep(request.timeoutSeconds * 1000, over.signal).then(
        () => response.end(),
        () => undefined,
      );
    }
    if (request.bookmarks)
      send('BOOKMARK', { ...request.type, metadata: { resourceVersion: String(this.#store.resourceVersion()) } });
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
