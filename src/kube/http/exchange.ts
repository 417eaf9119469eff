import type http from 'node:http';

export interface Request {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** JSON text, or a value to be serialized as JSON. */
  readonly body?: unknown;
  /** The body's; application/json if omitted. */
  readonly contentType?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Response {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What a WebSocket to the API server is opened with. */
export interface Upgrade {
  readonly url: URL;
  readonly agent: http.Agent;
  readonly headers: Record<string, string | string[]>;
  /** Logs how it went, if requests are logged. */
  readonly log: (outcome: string) => void;
}

/** A connection that says nothing for this long is given up; after the head of a watch it may. */
export const SILENCE_MS = 30_000;

/**
 * Whether a kept connection had been closed at its other end before the request came: load balancers do that to connections that nothing
 * passes over, and only the next request learns of it (nodejs.org/api/http.html, request.reusedSocket). Sending it again is safe for
 * reads and for our writes, each of which says what it takes for granted: a patch tests it, a delete names the uid, a name is made once.
 */
export function wasClosedWhileIdle(outgoing: http.ClientRequest, error: unknown): boolean {
  return outgoing.reusedSocket && error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/**
 * The whole body of an answer, unpacked where the server has packed it.
 * @throws what broke the connection; UnpackError
 */
export async function readText(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return message.headers['content-encoding'] === 'gzip' ? unpacked(body) : body.toString('utf8');
}

/** A body is not packed in the way that its headers say. */
export class UnpackError extends Error {}

/** On a thread of its own: meanwhile other answers are read. */
async function unpacked(body: Buffer): Promise<string> {
  const { gunzip } = await import('node:zlib');
  return new Promise((resolve, reject) => {
    gunzip(body, (error, whole) =>
      error === null ? resolve(whole.toString('utf8')) : reject(new UnpackError(error.message, { cause: error })),
    );
  });
}

/** How long an answer may take. */
interface Limits {
  /** Milliseconds in which nothing comes; undefined for a watch, which may be silent once it has begun. */
  readonly silenceMs: number | undefined;
  /** Milliseconds until all of it is there; undefined for no limit. */
  readonly limitMs: number | undefined;
}

/** Sends the body of a request and resolves with the head of the answer. */
export function answered(
  outgoing: http.ClientRequest,
  body: Buffer | undefined,
  { silenceMs, limitMs }: Limits,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const silent = (): void => void outgoing.destroy(new Error(`no answer within ${SILENCE_MS / 1000} seconds`));
    if (silenceMs !== undefined) outgoing.setTimeout(silenceMs, silent);
    const head = silenceMs === undefined ? setTimeout(silent, SILENCE_MS) : undefined;
    let answer: http.IncomingMessage | undefined;
    const giveUp = (): void =>
      void (answer ?? outgoing).destroy(
        new Error(`no complete answer within ${(limitMs ?? 0) / 1000}s (--request-timeout)`),
      );
    const timer = limitMs === undefined ? undefined : setTimeout(giveUp, limitMs);
    outgoing.on('close', () => {
      clearTimeout(timer);
      clearTimeout(head);
    });
    outgoing.on('response', (message) => {
      clearTimeout(head);
      answer = message;
      resolve(message);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
