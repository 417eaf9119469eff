import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fixed } from '../../src/kube/config/credentials.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import { rejection, suite } from '../harness/suite.ts';
import { connectionTo } from './connection-to.ts';
import { startWitness } from './witness.ts';

/** A server behind a load balancer, which cuts connections. @param isCut by the number of requests that a connection had before */
async function behindBalancer(
  isCut: (before: number, message: IncomingMessage) => boolean,
  body: (transport: Transport, served: () => readonly string[]) => Promise<void>,
): Promise<void> {
  const had = new Map<Socket, number>();
  const served: string[] = [];
  const server = createServer((message, response) => {
    const before = had.get(message.socket) ?? 0;
    had.set(message.socket, before + 1);
    if (isCut(before, message)) return void message.socket.destroy();
    served.push(`${message.method} ${message.url}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const transport = new Transport(connectionTo(`http://127.0.0.1:${port}`));
  try {
    await body(transport, () => served);
  } finally {
    transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

suite('a connection that was closed while nothing passed over it', (test) => {
  test('is opened anew: the request is sent once more, a write too', () =>
    behindBalancer(
      (before) => before > 0,
      async (transport, served) => {
        for (const method of ['GET', 'GET', 'PATCH']) await transport.send({ method, path: `/${method}` });
        assert.deepEqual(served(), ['GET /GET', 'GET /GET', 'PATCH /PATCH']);
      },
    ));

  test('is an error where it was new: nothing is sent twice to a server that does not answer', async () => {
    let asked = 0;
    await behindBalancer(
      () => ++asked > 0,
      async (transport) => {
        const { message } = await rejection(transport.send({ method: 'GET', path: '/x' }));
        assert.match(message, /^Unable to connect to the server/);
      },
    );
    assert.equal(asked, 1);
  });
});

suite('connections that are kept', (test) => {
  test('are shared by requests that begin together and those that follow: three at once, twice, are three connections', async () => {
    const sockets = new Set<Socket>();
    await behindBalancer(
      (_before, { socket }) => {
        sockets.add(socket);
        return false;
      },
      async (transport, served) => {
        const together = () => Promise.all(['/a', '/b', '/c'].map((path) => transport.send({ method: 'GET', path })));
        await together();
        await together();
        assert.equal(served().length, 6);
      },
    );
    assert.equal(sockets.size, 3);
  });

  for (const kind of ['none', 'http', 'socks'] as const)
    test(`are shared over TLS too, through a proxy of the kind: ${kind}`, async () => {
      const witness = await startWitness();
      const proxyUrl = { none: undefined, http: witness.proxy, socks: `socks5://${witness.socks}` }[kind];
      const connection = connectionTo(witness.tls, {
        ca: witness.caPem,
        credentials: fixed({ cert: witness.client.certPem, key: witness.client.keyPem }),
        proxyUrl,
      });
      const transport = new Transport(connection);
      const ask = (path: string) => transport.send({ method: 'GET', path });
      try {
        for (const path of ['/a', '/b', '/c']) await ask(path);
        assert.equal(witness.connections(), 1);
        await Promise.all(['/a', '/b', '/c'].map(ask));
        await Promise.all(['/a', '/b', '/c'].map(ask));
        assert.equal(witness.connections(), 3);
        witness.cut();
        assert.equal((await ask('/d')).status, 200);
        assert.deepEqual(new Set(witness.taken().map(({ certificate }) => certificate)), new Set(['alice']));
      } finally {
        transport.close();
        await witness.close();
      }
    });
});
