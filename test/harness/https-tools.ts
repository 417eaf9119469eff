import https from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: Readonly<Record<string, unknown>>;
}

/** An open watch, read line by line. */
export interface OpenWatch {
  /** The status that it was answered with. */
  readonly status: number;
  /** The next event; rejects when the watch ended. */
  next(this: void): Promise<WatchEvent>;
  /** Resolves when the watch ended. */
  readonly ended: Promise<void>;
  close(this: void): void;
}

/** Whom a request is from: a client certificate or a token; nobody when all are left out. */
export interface Credential {
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

/** Plain HTTPS to one server as one person: no client library between the test and the wire. */
export interface HttpsTools {
  call(this: void, method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>;
  watch(this: void, path: string): Promise<OpenWatch>;
  close(this: void): void;
}

export function httpsTools(url: string, ca: string, { cert, key, token }: Credential): HttpsTools {
  const agent = new https.Agent({
    ca,
    keepAlive: true,
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  });
  const open = (method: string, path: string, contentType: string): ReturnType<typeof https.request> =>
    https.request(`${url}${path}`, {
      method,
      agent,
      headers: {
        'content-type': contentType,
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
  return {
    call: (method, path, body, contentType = 'application/json') =>
      new Promise((resolve, reject) => {
        const request = open(method, path, contentType);
        request.on('error', reject);
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const json = response.headers['content-type']?.includes('json') === true;
            const { statusCode = 0, headers } = response;
            resolve({ status: statusCode, headers, body: json ? JSON.parse(text) : text });
          });
        });
        const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
        // Node frames no body of a DELETE by itself.
        if (text !== undefined) request.setHeader('content-length', Buffer.byteLength(text));
        request.end(text);
      }),
    watch: (path) =>
      new Promise((resolve, reject) => {
        const request = open('GET', path, 'application/json');
        request.on('error', reject);
        request.on('response', (response) => resolve(readWatch(response)));
        request.end();
      }),
    close: () => agent.destroy(),
  };
}

function readWatch(response: IncomingMessage): OpenWatch {
  const ended = new Promise<void>((done) => response.once('close', done));
  const lines: string[] = [];
  let wake: (() => void) | undefined;
  let rest = '';
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake?.();
  });
  return {
    status: response.statusCode ?? 0,
    ended,
    close: () => void response.destroy(),
    next: async () => {
      while (lines.length === 0)
        await Promise.race([
          new Promise<void>((go) => (wake = go)),
          ended.then(() => Promise.reject(new Error('the watch ended'))),
        ]);
      return JSON.parse(lines.shift() ?? '') as WatchEvent;
    },
  };
}
