import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import https from 'node:https';
import { run } from '../../src/cli/run.ts';
import { commandLineOf } from '../../src/cli/args/pflag.ts';
import { placed } from '../harness/placement.ts';
import type { Seen } from '../harness/seen.ts';
import { type World, inWorld } from '../harness/world.ts';
import { type Watchdog, watchdog } from './watchdog.ts';

/** What an API server answers: how, and with which body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** An API server that answers as a real one did, but for what is changed on the way. */
export interface Cluster {
  /** Runs a command against it. @param change what becomes of each answer */
  readonly run: (commandLine: string, change: (answer: Answer) => Answer) => Promise<Seen>;
}

/** Commands that read everything there is, and wait for nothing. */
export const commands = [
  'status',
  'status -A -o wide',
  'status orders -o json',
  'status ad/shop',
  'status ape/shop-pe -o yaml',
  'status ap/shop',
  'secret orders',
  'secret shop -o json',
  'secret -A',
  'delete orders --dry-run --keep-cloud-endpoint',
  'delete ape/shop-pe --dry-run --keep-cloud-endpoint',
  'create orders --endpoint orders-pe --wait=false',
  'create ape/shop-pe --wait=false',
  'link orders --id vpce-0a1b2c3d --skip-cloud-check --wait=false',
  'version',
  'status -v 8',
] as const;

const forbidden: Answer = {
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'no', code: 403 }),
};

/** Records what the sandbox's API server answers, and then plays it back. */
export async function withCluster(
  generation: 'v2.11' | 'v2.15',
  body: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  await inWorld({ generation }, async (world) => {
    world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
    world.deployCluster({ name: 'shop' });
    world.addService({ name: 'shop-pe', provider: 'AWS', region: 'US_EAST_1', ids: [] });
    await world.run(`up orders ${placed(world)}`);
    world.operator.paused = true;
    const known = new Map<string, Answer>();
    let change = (answer: Answer): Answer => answer;
    let dog: Watchdog | undefined;
    const respond = async (path: string, response: ServerResponse, writes: boolean): Promise<void> => {
      // Who may write nothing is not told either that something was written which then is not there.
      const answer = writes ? forbidden : (known.get(path) ?? (await original(world, path)));
      if (!writes) known.set(path, answer);
      const { status, headers, body: changed } = change(answer);
      response.writeHead(status, headers).end(changed);
    };
    const server = createServer((request, response) => {
      dog?.alive();
      void respond(request.url ?? '/', response, request.method !== 'GET');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await body({
        run: (commandLine, changing) => {
          change = changing;
          dog = watchdog();
          return runAt(url, commandLine, dog);
        },
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

/** The answer to a GET, whatever the method: nothing is written to the sandbox. */
function original({ kubernetes }: World, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const token = /token: (\S+)/.exec(kubernetes.kubeconfig())?.[1] ?? '';
    const headers = { authorization: `Bearer ${token.replaceAll('"', '')}` };
    https
      .get(`${kubernetes.url}${path}`, { headers, rejectUnauthorized: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: { 'content-type': 'application/json' }, body }),
        );
      })
      .on('error', reject);
  });
}

async function runAt(url: string, commandLine: string, { clock, signal, close }: Watchdog): Promise<Seen> {
  const seen = { stdout: '', stderr: '' };
  const argv = [...commandLine.split(' '), '--server', url];
  const code = await run(argv, {
    stdout: { write: (text) => (seen.stdout += text) },
    stderr: { write: (text) => (seen.stderr += text) },
    stdin: {},
    env: { HOME: '/nonexistent' },
    ...clock,
    signal,
    commandLine: commandLineOf(argv),
  }).finally(close);
  return { ...seen, code };
}
