import http from 'node:http';
import https from 'node:https';
import { refuseBrokenPair } from './certificates.ts';
import type { Connection } from '../config/connection.ts';
import type { Credentials } from '../config/credentials.ts';
import { agentOf } from './agent.ts';
import type { Retries } from '../../core/retries/retries.ts';
import { apiError } from '../errors.ts';
import { isRecord } from '../json.ts';
import { connectionError, unintelligible } from './connection-error.ts';
import {
  type Request,
  type Response,
  SILENCE_MS,
  UnpackError,
  type Upgrade,
  answered,
  readText,
  wasClosedWhileIdle,
} from './exchange.ts';
import { isPassing, repeatable } from './repeatable.ts';
import type { RequestLog } from './request-log.ts';

/** What may be sent besides reads: nothing, or what the API server is asked to check and not to store (`dryRun=All`). */
export type Writes = 'none' | 'checked-only';

interface TransportOptions {
  readonly writes?: Writes | undefined;
  readonly retries?: Retries;
}

/** Whether these options of a deletion ask for nothing to be stored. */
function isDryRun(options: unknown): boolean {
  const asked = isRecord(options) ? options['dryRun'] : undefined;
  return Array.isArray(asked) && asked.includes('All');
}

/** A body as text. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/**
 * HTTP to one API server, over node:http(s). The client library writes through it too (custom-objects.ts). The library's own transport
 * was tried (@kubernetes/client-node 2.0.1 with undici 8):
 * - `KubeConfig.applySecurityAuthentication` makes a new undici Agent for each request, so five requests in a row are five TLS
 *   handshakes (counted by the server's `secureConnection` events); here they share one connection;
 * - it has no request timeout, no log, and does not renew credentials that are refused in the middle of a long wait;
 * - undici 8 cannot be loaded by Node before 22.19, and would add 740 kB to the bundle, which leaves it out (build/bundling/no-undici.ts).
 */
export class Transport {
  readonly #connection: Connection;
  readonly #log: RequestLog | undefined;
  readonly #writes: Writes | undefined;
  readonly #retries: Retries | undefined;
  /** A promise, so that requests that begin together share one agent, and with it the connections that become free. */
  #agent: { readonly made: Promise<http.Agent>; readonly cert: Credentials['cert'] } | undefined;

  /**
   * @param log is told of each request: method, URL, status, milliseconds; at higher levels of headers and bodies, without secrets
   * @param options.writes which requests are refused because they could change something; none when left out
   * @param options.retries how often a request is sent; once when left out
   */
  constructor(connection: Connection, log?: RequestLog, { writes, retries }: TransportOptions = {}) {
    this.#connection = connection;
    this.#log = log;
    this.#writes = writes;
    this.#retries = retries;
  }

  /** What may be sent besides reads; everything where it is undefined. */
  get writes(): Writes | undefined {
    return this.#writes;
  }

  get server(): URL {
    return this.#connection.server;
  }

  /**
   * Sends a request and reads the whole answer, whatever its status; one that passes is an ApiError where requests are sent again.
   * @throws ConnectionError, ApiError, KeptFailingError
   */
  async send(request: Request): Promise<Response> {
    const retries = this.#retries;
    if (retries === undefined) return this.#whole(request);
    return retries.send(repeatable(this.server, request.signal), async (signal) => {
      const response = await this.#whole({ ...request, signal });
      if (isPassing(response.status)) throw apiError(response);
      return response;
    });
  }

  /**
   * Sends a request and hands over the answer as it comes, for a watch.
   * @throws as `send`
   */
  async open(request: Request): Promise<http.IncomingMessage> {
    const retries = this.#retries;
    if (retries === undefined) return this.#open(request);
    return retries.send(repeatable(this.server, request.signal), async (signal) => {
      const message = await this.#open({ ...request, signal });
      const { statusCode: status = 0, headers } = message;
      if (isPassing(status)) throw apiError({ status, headers, body: await readText(message) });
      return message;
    });
  }

  /**
   * What a WebSocket is opened with: the connection's TLS, proxy, credentials and impersonation.
   * @throws ConnectionError for a client certificate that cannot be used; Error where nothing may be written, for a command may do anything
   */
  async upgrade(path: string): Promise<Upgrade> {
    if (this.#writes !== undefined) throw new Error(`asked to open ${path} where nothing may be written`);
    const credentials = await this.#connection.credentials.current();
    const url = this.#url({ method: 'GET', path });
    const agent = await this.#agentFor(credentials);
    return { url, agent, headers: this.#identity(credentials), log: this.#outcomeLog('GET', url) };
  }

  async #whole(request: Request): Promise<Response> {
    const message = await this.#open(request, SILENCE_MS);
    let body: string;
    try {
      body = await readText(message);
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      throw error instanceof UnpackError
        ? unintelligible(this.server, 'gzip', error)
        : connectionError(error, this.server);
    }
    if ((this.#log?.level ?? 0) >= 8) await this.#logBody('Response Body', body);
    return { status: message.statusCode ?? 0, headers: message.headers, body };
  }

  /**
   * The answer to one request as it comes. Every request goes through here.
   * @throws ConnectionError; Error for a write where nothing may be written: that is a defect of whoever asked for it
   */
  async #open(request: Request, silenceMs?: number): Promise<http.IncomingMessage> {
    if (!this.#mayBeSent(request))
      throw new Error(`asked to ${request.method} ${request.path} where nothing may be written`);
    const url = this.#url(request);
    const credentials = await this.#connection.credentials.current();
    const message = await this.#exchange(url, request, credentials, silenceMs);
    if (message.statusCode !== 401 || !this.#connection.credentials.refused(credentials)) return message;
    message.resume();
    return this.#exchange(url, request, await this.#connection.credentials.current(), silenceMs);
  }

  #mayBeSent({ method, query, body }: Request): boolean {
    if (method === 'GET' || this.#writes === undefined) return true;
    if (this.#writes === 'none' || query?.['dryRun'] !== 'All') return false;
    // What the query says of a deletion does not count beside a body.
    return method !== 'DELETE' || body === undefined || isDryRun(typeof body === 'string' ? JSON.parse(body) : body);
  }

  /** Sends one request, logs it, and returns the head of the answer. */
  async #exchange(
    url: URL,
    request: Request,
    credentials: Credentials,
    silenceMs: number | undefined,
  ): Promise<http.IncomingMessage> {
    const log = this.#log;
    const logOutcome = this.#outcomeLog(request.method, url);
    if (log !== undefined && log.level >= 8 && request.body !== undefined)
      await this.#logBody('Request Body', textOf(request.body));
    try {
      const message = await this.#dispatch(url, request, credentials, silenceMs);
      logOutcome(`${message.statusCode} ${message.statusMessage}`);
      return message;
    } catch (error) {
      logOutcome('failed');
      if (request.signal?.aborted === true) throw error;
      throw await this.#explained(error);
    }
  }

  /** Logs how a request that begins now went, if requests are logged at all. */
  #outcomeLog(method: string, url: URL): (outcome: string) => void {
    const started = performance.now();
    return (outcome) =>
      this.#log?.write(`${method} ${url.href} ${outcome} in ${Math.round(performance.now() - started)} milliseconds`);
  }

  async #explained(error: unknown): Promise<Error> {
    const { certificateOf, isUntrusted, untrusted } = await import('./untrusted.ts');
    if (!isUntrusted(error)) return connectionError(error, this.server);
    const { ca, tlsServerName } = this.#connection;
    const peer = await certificateOf(this.server, await agentOf(this.#connection, { rejectUnauthorized: false }));
    return untrusted(error, { server: this.server, tlsServerName, hasAuthority: ca !== undefined }, peer);
  }

  async #logBody(title: string, body: string): Promise<void> {
    const { redact } = await import('./redact.ts');
    this.#log?.write(`${title}: ${redact(body)}`);
  }

  close(): void {
    destroyMade(this.#agent?.made);
  }

  #url(request: Request): URL {
    const base = this.server.pathname.replace(/\/$/, '');
    const url = new URL(base + request.path, this.server);
    for (const [key, value] of Object.entries(request.query ?? {}))
      if (value !== undefined) url.searchParams.set(key, value);
    return url;
  }

  async #dispatch(
    url: URL,
    request: Request,
    credentials: Credentials,
    silenceMs: number | undefined,
  ): Promise<http.IncomingMessage> {
    const agent = await this.#agentFor(credentials);
    const body = request.body === undefined ? undefined : Buffer.from(textOf(request.body));
    const headers: http.OutgoingHttpHeaders = {
      accept: 'application/json',
      // The API server packs answers of 128 KiB and more (apiserver pkg/endpoints/handlers/responsewriters/writers.go); never a watch.
      ...(silenceMs === undefined || request.method !== 'GET' ? {} : { 'accept-encoding': 'gzip' }),
      ...this.#identity(credentials),
      ...(body === undefined
        ? {}
        : { 'content-type': request.contentType ?? 'application/json', 'content-length': body.length }),
    };
    if ((this.#log?.level ?? 0) >= 7) {
      const { shownHeaders } = await import('./redact.ts');
      for (const line of shownHeaders(headers)) this.#log?.write(line);
    }
    const { method, signal } = request;
    const begin = (): http.ClientRequest =>
      (url.protocol === 'http:' ? http : https).request(url, {
        method,
        agent,
        headers,
        ...(signal === undefined ? {} : { signal }),
      });
    for (;;) {
      const outgoing = begin();
      try {
        return await answered(outgoing, body, {
          silenceMs,
          limitMs: silenceMs === undefined ? undefined : this.#connection.requestTimeoutMs,
        });
      } catch (error) {
        if (!wasClosedWhileIdle(outgoing, error)) throw error;
      }
    }
  }

  /** The headers that say who asks. */
  #identity({ authorization }: Credentials): Record<string, string | string[]> {
    return {
      // A write that names no manager is noted under this: see field-managers.ts for what the name must not begin with.
      'user-agent': 'atlas-pe',
      ...(authorization === undefined ? {} : { authorization }),
      ...this.#connection.impersonation,
    };
  }

  /**
   * The agent for a client certificate. Connections that were opened with an older certificate are closed.
   * @throws ConnectionError for a client certificate that cannot be used
   */
  #agentFor(credentials: Credentials): Promise<http.Agent> {
    const { cert, key } = credentials;
    if (this.#agent !== undefined && this.#agent.cert === cert) return this.#agent.made;
    if (cert !== undefined) refuseBrokenPair(credentials);
    const made = agentOf(this.#connection, {
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    });
    destroyMade(this.#agent?.made);
    this.#agent = { made, cert };
    return made;
  }
}

/** Closes the connections of an agent. One that could not be made has none, and whoever asked for it has learned why. */
function destroyMade(made: Promise<http.Agent> | undefined): void {
  made?.then(
    (agent) => agent.destroy(),
    () => undefined,
  );
}
