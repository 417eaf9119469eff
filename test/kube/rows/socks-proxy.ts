import { type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A SOCKS5 proxy on loopback (RFC 1928, RFC 1929). Wherever it is asked to connect to, the tunnel ends at one port. */
export interface SocksProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** The next message of a handshake, in which each side waits for the other. */
async function message(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => socket.once('data', resolve));
}

/** The destination as it was asked for: a name for the proxy to look up, or an address. */
function destination(request: Buffer): string {
  const [kind, rest] = [request[3], request.subarray(4)];
  const port = request.readUInt16BE(request.length - 2);
  if (kind === 3) return `${rest.subarray(1, 1 + (rest[0] ?? 0)).toString()}:${port}`;
  return `${kind === 1 ? [...rest.subarray(0, 4)].join('.') : `[${rest.subarray(0, 16).toString('hex')}]`}:${port}`;
}

async function serve(socket: Socket, port: number, note: (from: number, asked: string) => void): Promise<void> {
  const methods = (await message(socket)).subarray(2);
  let who = '';
  const withPassword = methods.includes(2);
  socket.write(Buffer.from([5, withPassword ? 2 : 0]));
  if (withPassword) {
    const given = await message(socket);
    const name = given.subarray(2, 2 + (given[1] ?? 0));
    who = `${name.toString()}:${given.subarray(3 + name.length).toString()}@`;
    socket.write(Buffer.from([1, 0]));
  }
  const asked = destination(await message(socket));
  const onward = connect(port, '127.0.0.1', () => {
    note(onward.localPort ?? 0, `${who}${asked}`);
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    onward.pipe(socket).pipe(onward);
  });
  for (const end of [onward, socket]) {
    end.on('error', () => onward.destroy());
    end.on('close', () => onward.destroy());
  }
}

/** @param note is told from which port of the proxy a tunnel goes on, and where the client asked it to lead, after its name and password */
export async function startSocksProxy(port: number, note: (from: number, asked: string) => void): Promise<SocksProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    void serve(socket, port, note);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
