import {
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  createServer,
  request as http,
} from 'node:http';
import { createServer as createHttpsServer, request as https } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from '../fakes/apiserver/certificates.ts';
import type { Answer } from './cluster.ts';

/** What stands between a client and a fake of a cloud: it records what the fake answers, plays it back, and changes it on the way. */
export interface Playback {
  readonly url: string;
  /** Asked for each answer; sees it as it was recorded. */
  change: (answer: Answer) => Answer;
  /** From now on nothing is changed in the fake: a write that was not recorded is refused. */
  readonly seal: () => void;
  readonly close: () => void;
}

export interface PlaybackOptions {
  /** The fake's URL. */
  readonly behind: string;
  /** Of any other path, such as that of a sign-in, the answers are passed on as they are. */
  readonly paths: RegExp;
  readonly isWrite: (method: string, body: string) => boolean;
  readonly refusal: Answer;
  /** For a client that speaks to nothing but HTTPS. */
  readonly certificates?: Certificates;
}

export async function startPlayback(options: PlaybackOptions): Promise<Playback> {
  const { behind, paths, isWrite, refusal, certificates } = options;
  const known = new Map<string, Answer>();
  let sealed = false;
  const ask = async ({ method = 'GET', url = '/', headers }: IncomingMessage, body: string): Promise<Answer> => {
    const answer = await send(new URL(url, behind), { method, headers, body });
    // What the fake says of where to go on leads here too.
    const here = (text: string): string => text.replaceAll(behind, base());
    const moved = Object.entries(answer.headers).map(([name, value]) => [name, here(value)]);
    return { ...answer, headers: Object.fromEntries(moved), body: here(String(answer.body)) };
  };
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const { method = 'GET', url = '/' } = request;
    const body = await textOf(request);
    if (!paths.test(url)) return ask(request, body);
    const key = `${method} ${url} ${body}`;
    if (!known.has(key) && sealed && isWrite(method, body)) return playback.change(refusal);
    const answer = known.get(key) ?? (await ask(request, body));
    known.set(key, answer);
    return playback.change(answer);
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await answerTo(request);
    response.writeHead(status, headers).end(body);
  };
  const listener: RequestListener = (request, response) => void respond(request, response);
  const server =
    certificates === undefined
      ? createServer(listener)
      : createHttpsServer({ cert: certificates.certPem, key: certificates.keyPem }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scheme = certificates === undefined ? 'http' : 'https';
  const base = (): string => `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const playback: Playback = {
    url: base(),
    change: (answer) => answer,
    seal: () => void (sealed = true),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return playback;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The headers that are about the connection or the length, which change on the way. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !ofConnection.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

interface Sent {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function send(url: URL, { method, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? https : http;
    const options = { method, headers: plain(headers), rejectUnauthorized: false };
    const request = open(url, options, (response) => {
      textOf(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: plain(response.headers), body: text }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
