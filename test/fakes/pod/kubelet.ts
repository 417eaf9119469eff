import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { makeCertificates } from '../apiserver/certificates.ts';
import type { PodNamespace } from './namespace.ts';

/** What a container has: its environment, with a PATH of its own. */
export type Environment = Readonly<Record<string, string>> & { readonly PATH: string };

/** A container's output, by `NAMESPACE/POD/CONTAINER`. */
type Logs = Map<string, string>;

/** A kubelet over HTTPS, as far as an API server asks it to run a command and for a log. MODEL.md says what it is taken from. */
export interface Kubelet {
  readonly port: number;
  /** What the containers of that name have. */
  readonly containers: Map<string, Environment>;
  readonly logs: Logs;
  /** Every command that was to be run, in the order in which they came. */
  readonly commands: (readonly string[])[];
  /** The processes that have not ended. */
  readonly running: ReadonlySet<ChildProcess>;
  /** Runs a command as a container's, whose output becomes its log. @returns the exit code */
  run(this: void, key: string, command: readonly string[], env: Environment): Promise<number>;
  close(this: void): Promise<void>;
}

export async function startKubelet(place: PodNamespace): Promise<Kubelet> {
  const { certPem: cert, keyPem: key } = await makeCertificates();
  const containers = new Map<string, Environment>();
  const logs: Logs = new Map();
  const commands: (readonly string[])[] = [];
  const running = new Set<ChildProcess>();
  const start = (command: readonly string[], env: Environment): ChildProcess => {
    const child = place.spawn(command, env);
    running.add(child);
    child.once('close', () => running.delete(child));
    return child;
  };
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('v5.channel.k8s.io') ? 'v5.channel.k8s.io' : false),
  });
  const server = createServer({ cert, key }, (request, response) => answerLog(request, response, logs));
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'https://kubelet');
    const [, verb, , , container = ''] = pathname.split('/');
    const command = searchParams.getAll('command');
    commands.push(command);
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      const env = containers.get(container);
      if (verb !== 'exec' || env === undefined) return websocket.close();
      execute(websocket, command, env, start);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    containers,
    logs,
    commands,
    running,
    run: (name, command, env) =>
      new Promise((resolve) => {
        const child = start(command, env);
        child.stdin?.end();
        for (const stream of [child.stdout, child.stderr])
          stream?.on('data', (data: Buffer) => logs.set(name, (logs.get(name) ?? '') + data.toString()));
        child.once('close', (code) => resolve(code ?? 137));
      }),
    close: async () => {
      for (const child of running) child.kill('SIGKILL');
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function answerLog({ url }: IncomingMessage, response: ServerResponse, logs: Logs): void {
  const { pathname } = new URL(url ?? '', 'https://kubelet');
  const [, verb, ...key] = pathname.split('/');
  const log = logs.get(key.join('/'));
  if (verb !== 'containerLogs' || log === undefined) response.writeHead(404).end('not found');
  else response.end(log);
}

const [STDIN, STDOUT, STDERR, STATUS, CLOSE] = [0, 1, 2, 3, 255];

/** Runs one command over a WebSocket of v5.channel.k8s.io. Like a real runtime, it does not end the command when the connection is gone. */
function execute(
  websocket: WebSocket,
  command: readonly string[],
  env: Environment,
  start: (command: readonly string[], env: Environment) => ChildProcess,
): void {
  const end = (status: object): void => {
    websocket.send(Buffer.concat([Buffer.from([STATUS]), Buffer.from(JSON.stringify({ metadata: {}, ...status }))]));
    websocket.close();
  };
  const [program = ''] = command;
  if (!isThere(program, env)) return end(notFound(program));
  const child = start(command, env);
  child.stdin?.on('error', () => undefined);
  child.stdout?.on('data', (data: Buffer) => websocket.send(Buffer.concat([Buffer.from([STDOUT]), data])));
  child.stderr?.on('data', (data: Buffer) => websocket.send(Buffer.concat([Buffer.from([STDERR]), data])));
  child.once('close', (code) => end(code === 0 ? { status: 'Success' } : failed(code ?? 137)));
  websocket.on('message', (data: Buffer) => {
    if (data[0] === STDIN) child.stdin?.write(data.subarray(1));
    if (data[0] === CLOSE && data[1] === STDIN) child.stdin?.end();
  });
  websocket.on('close', () => child.stdin?.end());
}

function isThere(program: string, { PATH }: Environment): boolean {
  const files = program.includes('/') ? [program] : PATH.split(':').map((folder) => join(folder, program));
  return files.some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What containerd with runc makes of it. */
function notFound(program: string): object {
  const reason = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : `exec: "${program}": executable file not found in $PATH`;
  return {
    status: 'Failure',
    reason: 'InternalError',
    code: 500,
    message: `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "7f": OCI runtime exec failed: exec failed: unable to start container process: ${reason}: unknown`,
  };
}

function failed(code: number): object {
  return {
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}
