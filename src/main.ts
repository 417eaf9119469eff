import { run, tellUnwritable } from './cli/run.ts';
import { commandLineOf } from './cli/args/pflag.ts';
import { StandardStream, isTerminal } from './standard-streams.ts';

// Libraries, and Node, warn whoever writes a program; a person who uses it can do nothing about that, and what is logged may hold a secret.
process.removeAllListeners('warning');
for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) console[method] = () => undefined;
// What makes the libraries of Azure and Google, and those of the proxies, print their requests. At -v 6 this program prints its own.
for (const name of ['AZURE_LOG_LEVEL', 'GOOGLE_SDK_NODE_LOGGING', 'DEBUG']) delete process.env[name];

/** The reason of an abort, for the command that it stops. */
interface Stop {
  readonly exitCode: number;
}

const stop = new AbortController();
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // The first signal lets the command say how to continue; the second one ends it at once.
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(exitCode);
    stop.abort({ exitCode } satisfies Stop);
  });
}
// Talk that cannot be written is lost; the command goes on.
const stderr = new StandardStream(2, () => undefined);
// The reader of a pipe may have exited: `status | head -1`. What was asked for and is not on a full disk is a failure.
const stdout = new StandardStream(1, (error) =>
  process.exit(error.code === 'EPIPE' ? 0 : tellUnwritable(error, stderr)),
);

/** Asks on stderr, so that stdout contains data only. Ctrl-D is no answer. */
async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  // Not readline's own way of being aborted, which prints a line break too.
  stop.signal.addEventListener('abort', () => lines.close(), { once: true });
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}

const argv = process.argv.slice(2);
// No top-level await: the main script of a single executable is CommonJS.
void run(argv, {
  stdout,
  stderr,
  stdin: {
    get isTTY() {
      return isTerminal(0);
    },
  },
  ask: stderr.isTTY && isTerminal(0) ? ask : undefined,
  env: process.env,
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      // setTimeout takes 2^31-1 ms at most and fires at once above that.
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
        Math.min(ms, 2 ** 31 - 1),
      );
      signal?.addEventListener('abort', abort, { once: true });
    }),
  signal: stop.signal,
  commandLine: commandLineOf(argv),
}).then(leave);

/** Ends the process, which idle connections would keep alive, after a pipe has taken all output. */
async function leave(exitCode: number): Promise<void> {
  process.exitCode = exitCode;
  await Promise.all([stdout.flushed(), stderr.flushed()]);
  process.exit(exitCode);
}
