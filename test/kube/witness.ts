import { type IncomingMessage, type Server, type ServerResponse, createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, type Socket, connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { type ChainWish, type ServerChain, makeServerChain } from './rows/server-chain.ts';
import { startSocksProxy } from './rows/socks-proxy.ts';

/** What of a request says who asks, as whom, and by which way. */
export interface Arrived {
  readonly path: string;
  /** `tls` or `plain`: at which of the two servers. */
  readonly at: 'tls' | 'plain';
  readonly authorization: string | undefined;
  /** The Impersonate-* headers, by lower-case name; values sorted. */
  readonly impersonate: Readonly<Record<string, readonly string[]>>;
  /** The common name in the client's certificate. */
  readonly certificate: string | undefined;
  /** What the client asked the proxy to connect it to, where it came through the proxy. */
  readonly proxiedTo: string | undefined;
}

/** Two servers, an HTTP and a SOCKS proxy on loopback that write down what arrives and answer everything with an empty object. */
export interface Witness {
  readonly tls: string;
  readonly plain: string;
  readonly proxy: string;
  /** Host and port of a SOCKS5 proxy. */
  readonly socks: string;
  readonly caPem: string;
  /** What the TLS server shows, if it was to show a chain. */
  readonly chain: ServerChain | undefined;
  readonly client: { readonly certPem: string; readonly keyPem: string };
  /** How many connections of TLS were opened so far, whatever way they came. */
  connections(): number;
  /** Cuts every connection, as what stands in between does with those that nothing passes over. */
  cut(): void;
  /** What has arrived since this was last called. */
  taken(): readonly Arrived[];
  /** The next answers have this status. */
  answer(...statuses: number[]): void;
  /** Requests are taken, and never answered. */
  fallSilent(): void;
  close(): Promise<void>;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** @param wish for a TLS server with a chain of certificates, rather than one that its authority signed itself */
export async function startWitness(wish?: ChainWish): Promise<Witness> {
  const chain = wish === undefined ? undefined : await makeServerChain(wish);
  const { caPem, certPem, keyPem, issue } = await makeCertificates();
  let arrived: Arrived[] = [];
  const statuses: number[] = [];
  let silent = false;
  /** By the port that the proxy connects from. */
  const tunnels = new Map<number, string>();
  const sockets = new Set<Socket>();
  const note = (at: Arrived['at']) => (message: IncomingMessage, response: ServerResponse) => {
    const impersonate: Record<string, string[]> = {};
    for (let i = 0; i < message.rawHeaders.length; i += 2) {
      const name = (message.rawHeaders[i] ?? '').toLowerCase();
      if (name.startsWith('impersonate-')) (impersonate[name] ??= []).push(message.rawHeaders[i + 1] ?? '');
    }
    for (const values of Object.values(impersonate)) values.sort();
    const peer = at === 'tls' ? (message.socket as TLSSocket).getPeerCertificate() : undefined;
    arrived.push({
      path: message.url ?? '',
      at,
      authorization: message.headers.authorization,
      impersonate,
      certificate: peer?.subject === undefined ? undefined : String(peer.subject.CN),
      proxiedTo: tunnels.get(message.socket.remotePort ?? 0),
    });
    if (!silent) response.writeHead(statuses.shift() ?? 200, { 'content-type': 'application/json' }).end('{}');
  };
  const tls = createHttps(
    {
      cert: chain?.certPem ?? certPem,
      key: chain?.keyPem ?? keyPem,
      ca: caPem,
      requestCert: true,
      rejectUnauthorized: false,
    },
    note('tls'),
  );
  const plain = createHttp(note('plain'));
  let connections = 0;
  tls.on('secureConnection', () => (connections += 1));
  const [tlsPort, plainPort] = await Promise.all([listen(tls), listen(plain)]);
  // Whatever host is asked for, the tunnel ends at the witness: names need not resolve.
  const proxy = createHttp().on('connect', (message, socket, head) => {
    const onward = connect(tlsPort, '127.0.0.1', () => {
      tunnels.set(onward.localPort ?? 0, message.url ?? '');
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => onward.destroy());
    sockets.add(onward);
  });
  const proxyPort = await listen(proxy);
  const socks = await startSocksProxy(tlsPort, (from, asked) => tunnels.set(from, asked));
  for (const server of [tls, plain, proxy]) {
    server.on('connection', (socket: Socket) => sockets.add(socket));
    server.on('tlsClientError', () => undefined);
  }
  return {
    tls: `https://127.0.0.1:${tlsPort}`,
    plain: `http://127.0.0.1:${plainPort}`,
    proxy: `http://127.0.0.1:${proxyPort}`,
    socks: `127.0.0.1:${socks.port}`,
    caPem,
    chain,
    client: await issue('alice'),
    connections: () => connections,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    taken() {
      const all = arrived;
      arrived = [];
      return all;
    },
    answer: (...next) => void statuses.push(...next),
    fallSilent: () => void (silent = true),
    async close() {
      for (const socket of sockets) socket.destroy();
      await socks.close();
      await Promise.all([tls, plain, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
