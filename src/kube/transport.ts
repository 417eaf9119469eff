import http from 'node:http';
import https from 'node:https';
import type { Connection } from './kubeconfig.ts';
import { connectionError } from './errors.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Response {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A connection that says nothing for this long, on a request other than a watch, is given up. */
const SILENCE_MS = 30_000;

/** HTTP to one API server. Plain node:https: the client library costs 120 ms at start-up (bench/README.md), more than the request. */
export class Transport {
  readonly #connection: Connection;
  readonly #log: ((line: string) => void) | undefined;
  #agent: http.Agent | undefined;

  /** @param log is told of each request (method, URL, status, milliseconds), never of headers or bodies */
  constructor(connection: Connection, log?: (line: string) => void) {
    this.#connection = connection;
    this.#log = log;
  }

  get server(): URL {
    return this.#connection.server;
  }

  /** Sends a request and reads the whole answer, whatever its status. @throws ConnectionError */
  async send(request: Request): Promise<Response> {
    const message = await this.open(request, SILENCE_MS);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of message) chunks.push(chunk as Buffer);
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      throw connectionError(error, this.server);
    }
    return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString('utf8') };
  }

  /** Sends a request and hands over the answer as it comes, for a watch. @throws ConnectionError */
  async open(request: Request, silenceMs?: number): Promise<http.IncomingMessage> {
    const url = this.#url(request);
    const started = performance.now();
    const message = await this.#dispatch(url, request, silenceMs).catch((error: unknown) => {
      this.#log?.(`${request.method} ${url.href} failed in ${Math.round(performance.now() - started)} milliseconds`);
      if (request.signal?.aborted === true) throw error;
      throw connectionError(error, this.server);
    });
    this.#log?.(
      `${request.method} ${url.href} ${message.statusCode} in ${Math.round(performance.now() - started)} milliseconds`,
    );
    return message;
  }

  close(): void {
    this.#agent?.destroy();
  }

  #url(request: Request): URL {
    const base = this.server.pathname.replace(/\/$/, '');
    const url = new URL(base + request.path, this.server);
    for (const [key, value] of Object.entries(request.query ?? {}))
      if (value !== undefined) url.searchParams.set(key, value);
    return url;
  }

  async #dispatch(url: URL, request: Request, silenceMs: number | undefined): Promise<http.IncomingMessage> {
    const agent = (this.#agent ??= await this.#newAgent());
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const headers: http.OutgoingHttpHeaders = {
      accept: 'application/json',
      'user-agent': 'kubectl-atlas-pe',
      ...(this.#connection.authorization === undefined ? {} : { authorization: this.#connection.authorization }),
      ...(body === undefined
        ? {}
        : { 'content-type': request.contentType ?? 'application/json', 'content-length': body.length }),
    };
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'http:' ? http.request : https.request;
      const outgoing = send(url, {
        method: request.method,
        agent,
        headers,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
      if (silenceMs !== undefined) {
        outgoing.setTimeout(silenceMs, () =>
          outgoing.destroy(new Error(`no answer within ${silenceMs / 1000} seconds`)),
        );
      }
      outgoing.on('response', resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async #newAgent(): Promise<http.Agent> {
    const { server, ca, cert, key, tlsServerName, skipTlsVerify, proxyUrl } = this.#connection;
    const tls = {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
      rejectUnauthorized: !skipTlsVerify,
    };
    if (proxyUrl !== undefined) return (await import('./proxy.ts')).proxyAgent(server, proxyUrl, tls);
    return server.protocol === 'http:'
      ? new http.Agent({ keepAlive: true })
      : new https.Agent({ keepAlive: true, ...tls });
  }
}
