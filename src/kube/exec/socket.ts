import type { IncomingMessage } from 'node:http';
import { WebSocket } from '../library/exec.ts';
import { apiError } from '../errors.ts';
import { connectionError } from '../http/connection-error.ts';
import { readText } from '../http/exchange.ts';
import type { Transport } from '../http/transport.ts';

/**
 * Subprotocols that report how a command ended (k8s.io/apimachinery pkg/util/remotecommand/constants.go). An API server translates v5 for
 * the kubelet from Kubernetes 1.30 on; v4 is as old as 1.4.
 */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Milliseconds until a connection must be there. */
const OPEN_MS = 15_000;

/** Takes a frame: its stream's number, and what it carries. @returns whether to go on */
type OnFrame = (stream: number, data: Buffer) => boolean;

/**
 * Opens a WebSocket to the API server over the connection of the transport. The library's own would open it by the library's own TLS
 * options, and tells of a refusal its status and nothing else (@kubernetes/client-node 2.0.1, dist/web-socket-handler.js).
 * @throws ApiError if the server refuses it; ConnectionError
 */
export async function openSocket(
  transport: Transport,
  path: string,
  onFrame: OnFrame,
  signal: AbortSignal,
): Promise<WebSocket> {
  signal.throwIfAborted();
  // A form writes a space as a plus, which makes the URL of a program shorter by a quarter; some proxies take eight kilobytes and no more.
  const { url, agent, headers, log } = await transport.upgrade(path.replaceAll('%20', '+'));
  const address = url.href.replace(/^http/, 'ws');
  const socket = new WebSocket(address, protocols, { agent, headers, handshakeTimeout: OPEN_MS });
  const abort = (): void => socket.terminate();
  signal.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', abort));
  socket.on('message', (data) => {
    // The library's binaryType is nodebuffer unless it is told otherwise.
    if (!Buffer.isBuffer(data)) return;
    const [stream] = data;
    if (stream !== undefined && !onFrame(stream, data.subarray(1))) socket.close();
  });
  try {
    await opened(socket);
    log('101 Switching Protocols');
    return socket;
  } catch (error) {
    log('failed');
    signal.throwIfAborted();
    throw error instanceof Error && error.name === 'ApiError' ? error : connectionError(error, transport.server);
  }
}

/** @throws ApiError for an answer that is no upgrade; the error of the connection */
function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    // Without a listener an error that comes later, such as one of an aborted handshake, would end the process.
    socket.on('error', reject);
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      const { statusCode: status = 0, headers } = response;
      readText(response).then((body) => reject(apiError({ status, headers, body })), reject);
    });
  });
}
