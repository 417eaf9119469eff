import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that has arrived whole. */
export interface Arrived {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
  readonly text: string;
}

/** One request and how it was answered. */
export interface Received {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
  /** The header x-goog-user-project. */
  readonly quotaProject: string | undefined;
}

export interface Outgoing {
  readonly status: number;
  /** A text as it is, or anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function read(request: IncomingMessage, response: ServerResponse): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = 'GET', url = '/' } = request;
  return { request, response, method, url: new URL(url, 'http://127.0.0.1'), text: Buffer.concat(chunks).toString() };
}

/** Sends the answers, and knows which of them are still to come. */
export class Wire {
  readonly #held = new Set<ServerResponse>();
  readonly #received: Received[] = [];
  #inflight = 0;

  /** Every answered request so far. */
  received(): readonly Received[] {
    return this.#received;
  }

  /** Requests that have arrived and are not answered, but for those that are held. */
  inflight(): number {
    return this.#inflight;
  }

  opened(response: ServerResponse): void {
    this.#inflight += 1;
    response.on('close', () => {
      if (!this.#held.delete(response)) this.#inflight -= 1;
    });
  }

  /**
   * Begins an answer whose end is for later. A clock that waits until nobody is busy need not wait for it: the client has the head
   * of its answer, and the fake counts it no more.
   */
  hold(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).flushHeaders();
    this.#held.add(response);
    this.#inflight -= 1;
  }

  /** Counts a held answer again, whose end is about to be sent. */
  release(response: ServerResponse): void {
    if (this.#held.delete(response)) this.#inflight += 1;
  }

  /** Breaks off whatever is held. */
  dropHeld(): void {
    for (const response of this.#held) response.destroy();
  }

  send(arrived: Arrived, { status, body, headers = {} }: Outgoing): void {
    const { response } = arrived;
    this.#received.push(noted(arrived, status, body));
    if (!response.headersSent) {
      const type = typeof body === 'string' ? 'application/text' : 'application/json; charset=UTF-8';
      response.writeHead(status, { 'content-type': type, ...headers });
    }
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }
}

function noted({ request, method, url, text }: Arrived, status: number, answer: unknown): Received {
  const isJson = request.headers['content-type']?.includes('json') === true && text !== '';
  const body = isJson ? readable(text) : text === '' ? undefined : text;
  const quotaProject = request.headers['x-goog-user-project']?.toString();
  return { method, path: `${url.pathname}${url.search}`, body, status, answer, quotaProject };
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
