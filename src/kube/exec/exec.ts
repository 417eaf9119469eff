import { PassThrough, Writable } from 'node:stream';
import { unlessAborted } from '../../core/abort.ts';
import { ApiError } from '../errors.ts';
import type { Transport } from '../http/transport.ts';
import { Exec, KubeConfig, type V1Status } from '../library/exec.ts';
import { openSocket } from './socket.ts';

/** A container of a Pod. */
export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** How a command in a container ended. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command was not started, as when the container has no such program; the message is the container runtime's. */
export class NotStartedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotStartedError';
  }
}

/** What is kept of each output, in bytes; a command that prints more is no answer of ours. */
const MOST_BYTES = 4_000_000;

/**
 * Runs a command in a container, as `kubectl exec` does, and waits for its end. Its stdin stays open until then: no runtime ends a command
 * whose connection is gone, but the command can see the end of its stdin.
 *
 * Importing this file loads the whole client library.
 * @param signal ends the connection
 * @throws ApiError without the right (`get` and `create` on pods/exec) or without the Pod; ConnectionError; NotStartedError; the signal's reason
 */
export async function execIn(
  transport: Transport,
  { namespace, pod, container }: ContainerPlace,
  command: readonly string[],
  signal: AbortSignal,
): Promise<CommandOutcome> {
  const over = new AbortController();
  const [stdout, stderr, stdin] = [new Collected(), new Collected(), new PassThrough()];
  const exec = new Exec(new KubeConfig(), {
    connect: (path, _text, onFrame) =>
      openSocket(transport, path, onFrame ?? (() => true), AbortSignal.any([signal, over.signal])),
  });
  try {
    const status = await unlessAborted(
      signal,
      new Promise<V1Status>((resolve, reject) => {
        exec
          .exec(namespace, pod, container, [...command], stdout, stderr, stdin, false, resolve)
          .then(
            (socket) => socket.once('close', () => reject(new NotStartedError('the connection ended first'))),
            reject,
          );
      }),
    );
    return { exitCode: exitCodeOf(status), stdout: stdout.text(), stderr: stderr.text() };
  } catch (error) {
    throw named(error, namespace);
  } finally {
    over.abort();
  }
}

/**
 * Kubernetes 1.35 and later ask for `create` besides, and refuse it without a word of what is missing (1.36.2, pkg/registry/core/pod/rest/subresources.go,
 * ensureAuthorizedForVerb): the same error, which names it.
 */
function named(error: unknown, namespace: string): unknown {
  if (!(error instanceof ApiError) || error.code !== 403 || !error.message.endsWith('is forbidden: ')) return error;
  const said = error.message.replace(/^.*\(Forbidden\): /, '');
  const message = `${said}cannot create resource "pods/exec" in API group "" in the namespace "${namespace}"`;
  return new ApiError(403, { code: 403, reason: 'Forbidden', message, name: undefined }, '');
}

/** The exit code of a command (k8s.io/apimachinery pkg/util/remotecommand/constants.go, NonZeroExitCodeReason). @throws NotStartedError */
function exitCodeOf({ status, reason, details, message }: V1Status): number {
  if (status === 'Success') return 0;
  const code = details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  if (reason === 'NonZeroExitCode' && code !== undefined) return Number(code);
  throw new NotStartedError(message ?? 'the command could not be run');
}

/** Collects what a command prints. */
class Collected extends Writable {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= MOST_BYTES) this.#chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}
