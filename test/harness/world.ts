import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import https from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { commandLineOf } from '../../src/cli/args/pflag.ts';
import { run } from '../../src/cli/run.ts';
import { type Sandbox, type SandboxOptions, seedProject, startSandbox } from '../sandbox/sandbox.ts';
import { runPrinted } from './printed-commands.ts';
import type { Seen } from './seen.ts';
import { VirtualClock } from './virtual-clock.ts';

export type { Seen } from './seen.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether stderr is a terminal. */
  readonly tty?: boolean;
  /** How wide the terminal is; stdout is none where this is undefined. */
  readonly columns?: number;
  /** How many lines the terminal has; no end of them where this is undefined. */
  readonly rows?: number;
  /** What the person at the terminal answers, one after the other. */
  readonly answers?: readonly string[];
  /** Stops the command, as Ctrl-C does, as soon as stderr matches. */
  readonly stopAt?: RegExp;
  /** Stops it as soon as this says so; asked after each piece of output. */
  readonly stopWhen?: (stderr: string) => boolean;
  /** What stops it, for who does not go by its output. */
  readonly stop?: AbortController;
  /** Is called with each piece of output, to change the world in the middle of a command. */
  readonly onOutput?: (text: string) => void;
}

/** A sandbox in which time stands still unless a command waits. */
export interface World extends Sandbox {
  readonly clock: VirtualClock;
  /** Runs a command line in this process, given without `kubectl atlas-pe`. */
  run(commandLine: string | readonly string[], options?: RunOptions): Promise<Seen>;
}

/** What a command says of the account before it changes something there, by the cloud. */
export const accountLines = {
  AWS: 'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID), region us-east-1',
  AZURE: 'Azure subscription 11111111-2222-4333-8444-555555555555',
  GCP: 'Google Cloud project shop-prod (credentials from GOOGLE_APPLICATION_CREDENTIALS), region europe-west1',
} as const;

const PROBE = '/readyz';

type AnyRequest = Pick<ClientRequest, 'path'> & Partial<Pick<ClientRequest, 'once'>>;

function requestOf(message: unknown): AnyRequest {
  return (message as { request: AnyRequest }).request;
}

/** What says that a request was begun and that it was answered, or failed: of node's http, and of fetch. */
const channels = {
  begun: ['http.client.request.created', 'undici:request:create'],
  over: ['http.client.response.finish', 'http.client.request.error', 'undici:request:headers', 'undici:request:error'],
} as const;

/**
 * Counts the requests that this process has made and that are not answered yet. Only the client knows of one whose connection is
 * still being opened.
 */
function countRequests(): { readonly count: () => number; readonly stop: () => void } {
  const open = new Set<object>();
  const opened = (message: unknown): void => {
    const request = requestOf(message);
    if (request.path === PROBE) return;
    open.add(request);
    // A request of fetch is no emitter; its failure is told of by a channel.
    request.once?.('close', () => open.delete(request));
  };
  const answered = (message: unknown): void => void open.delete(requestOf(message));
  for (const channel of channels.begun) subscribe(channel, opened);
  for (const channel of channels.over) subscribe(channel, answered);
  return {
    count: () => open.size,
    stop: () => {
      for (const channel of channels.begun) unsubscribe(channel, opened);
      for (const channel of channels.over) unsubscribe(channel, answered);
    },
  };
}

/** A round trip to the API server: what it wrote to a watch before has arrived when the answer has. */
function roundTrip(url: string, agent: https.Agent): Promise<void> {
  return new Promise((resolve) => {
    const request = https.get(`${url}${PROBE}`, { agent, rejectUnauthorized: false }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    request.on('error', () => resolve());
  });
}

/**
 * What NODE_EXTRA_CA_CERTS does for a process that is started with it. Node parses all of its root certificates for it, so what is
 * trusted once stays trusted: the authority of the fake of ARM, which a process has one of.
 */
function trustFromNowOn(caPem: string): void {
  const trusted = getCACertificates('default');
  if (!trusted.some((each) => each.trim() === caPem.trim())) setDefaultCACertificates([...trusted, caPem]);
}

/**
 * Starts a world, runs the body, runs what the last command printed for the person to type next, and takes the world down.
 * @param options the sandbox's; with `empty` there is no project and no user, with `unpasted` nothing that was printed is run
 */
export async function inWorld(
  options: Omit<SandboxOptions, 'clock'> & { readonly empty?: boolean; readonly unpasted?: boolean },
  body: (world: World) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({ reactMs: 1_000, ...options, clock });
  const agent = new https.Agent({ keepAlive: true });
  const { kubernetes, ec2, arm, compute, operator } = sandbox;
  const requests = countRequests();
  const quiet = (): boolean =>
    operator.idle() &&
    requests.count() === 0 &&
    kubernetes.inflight() === 0 &&
    ec2.inflight() === 0 &&
    arm.inflight() === 0 &&
    compute.inflight() === 0;
  clock.settle = async () => {
    for (let calm = 0; calm < 2;) {
      await operator.quiet();
      await roundTrip(kubernetes.url, agent);
      await new Promise((resolve) => setImmediate(resolve));
      calm = quiet() ? calm + 1 : 0;
    }
  };
  if (options.empty !== true) seedProject(sandbox);
  const inherited = { ...process.env };
  // The SDKs of the clouds read the process's environment and nothing else.
  Object.assign(process.env, sandbox.env);
  trustFromNowOn(arm.caPem);
  try {
    let last: { readonly seen: Seen; readonly argv: readonly string[]; readonly options: RunOptions } | undefined;
    await body({
      ...sandbox,
      clock,
      async run(commandLine, runOptions = {}) {
        const argv = wordsOf(commandLine);
        const seen = await runIn(sandbox, clock, argv, runOptions);
        last = { seen, argv, options: runOptions };
        return seen;
      },
    });
    // What a help shows is an example.
    if (options.unpasted !== true && last !== undefined && !last.seen.stdout.includes('\nUsage:\n')) {
      const { env = {} } = last.options;
      await runPrinted(last.seen, last.argv, (argv) => runIn(sandbox, clock, argv, { env }));
    }
  } finally {
    for (const key of Object.keys(sandbox.env)) {
      if (inherited[key] === undefined) delete process.env[key];
      else process.env[key] = inherited[key];
    }
    requests.stop();
    agent.destroy();
    await sandbox.close();
  }
}

function wordsOf(commandLine: string | readonly string[]): readonly string[] {
  return typeof commandLine === 'string' ? commandLine.split(' ').filter((word) => word !== '') : commandLine;
}

async function runIn(
  sandbox: Sandbox,
  clock: VirtualClock,
  argv: readonly string[],
  options: RunOptions,
): Promise<Seen> {
  // What was changed before the command has been seen by the operator when it starts.
  await sandbox.operator.settled();
  const stop = options.stop ?? new AbortController();
  const answers = [...(options.answers ?? [])];
  const seen = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') => (text: string) => {
    seen[name] += text;
    options.onOutput?.(text);
    const over = options.stopAt?.test(seen.stderr) === true || options.stopWhen?.(seen.stderr) === true;
    if (over && !stop.signal.aborted) stop.abort({ exitCode: 130 });
    return true;
  };
  const time = clock.foreground;
  const code = await run(argv, {
    stdout: { write: into('stdout'), isTTY: options.columns !== undefined, columns: options.columns },
    stderr: { write: into('stderr'), isTTY: options.tty, columns: options.columns ?? 100, rows: options.rows },
    stdin: { isTTY: options.answers !== undefined },
    ask:
      options.answers === undefined
        ? undefined
        : (question) => {
            into('stderr')(question);
            return Promise.resolve(answers.shift());
          },
    env: { ...sandbox.env, ...options.env },
    dnsServers: [sandbox.dns.address],
    now: () => time.now(),
    sleep: (ms, signal) => time.sleep(ms, signal),
    random: () => 0.5,
    signal: stop.signal,
    commandLine: commandLineOf(argv),
  });
  return { ...seen, code };
}
