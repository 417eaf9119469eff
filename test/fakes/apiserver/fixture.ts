import https from 'node:https';
import { within } from '../../harness/suite.ts';
import { VirtualClock } from '../../harness/virtual-clock.ts';
import { type FakeKubernetes, type FakeKubernetesOptions, startKubernetes } from './server.ts';

export interface Answer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** An open watch, read line by line. */
export interface OpenWatch {
  /** The next event; rejects when the watch ended. */
  readonly next: () => Promise<{ readonly type: string; readonly object: Record<string, unknown> }>;
  /** Resolves when the watch ended. */
  readonly ended: Promise<void>;
}

export interface Tools {
  readonly server: FakeKubernetes;
  readonly clock: VirtualClock;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
    token?: string,
  ) => Promise<Answer>;
  readonly watch: (path: string) => Promise<OpenWatch>;
}

/** Starts a server, runs the body with plain HTTPS tools, and closes the server whatever happens. */
export async function withServer(
  body: (tools: Tools) => Promise<void>,
  options: Partial<FakeKubernetesOptions> = {},
): Promise<void> {
  const clock = new VirtualClock();
  const server = await startKubernetes({ clock, ...options });
  const admin = /token: (.+)/.exec(server.kubeconfig())?.[1] ?? '';
  const agent = new https.Agent({ ca: server.caPem, keepAlive: true });
  const open = (method: string, path: string, contentType: string, token: string): ReturnType<typeof https.request> =>
    https.request(`${server.url}${path}`, {
      method,
      agent,
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    });

  const call: Tools['call'] = (method, path, content, contentType = 'application/json', token = admin) =>
    new Promise((resolve, reject) => {
      const request = open(method, path, contentType, token);
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const json = response.headers['content-type']?.includes('json') === true;
          resolve({ status: response.statusCode ?? 0, body: json ? JSON.parse(text) : text });
        });
      });
      request.end(content === undefined ? undefined : JSON.stringify(content));
    });

  const watch: Tools['watch'] = (path) =>
    new Promise((resolve, reject) => {
      const request = open('GET', path, 'application/json', admin);
      request.on('error', reject);
      request.on('response', (response) => {
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
        const next: OpenWatch['next'] = async () => {
          while (lines.length === 0)
            await Promise.race([
              new Promise<void>((go) => (wake = go)),
              ended.then(() => Promise.reject(new Error('the watch ended'))),
            ]);
          return JSON.parse(lines.shift() ?? '') as Awaited<ReturnType<OpenWatch['next']>>;
        };
        resolve({ next, ended });
      });
      request.end();
    });

  try {
    await within(10_000, 'the body of the test', body({ server, clock, call, watch }));
  } finally {
    agent.destroy();
    await server.close();
  }
}
