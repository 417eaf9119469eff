import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { makeCertificates } from '../apiserver/certificates.ts';

/** A proxy behind which Google is the fake, under Google's own names and over TLS. */
export interface Tunnel {
  /** What HTTPS_PROXY is set to. */
  readonly url: string;
  /** The authority that signed the certificate, for NODE_EXTRA_CA_CERTS. */
  readonly caPem: string;
  /** The hosts that somebody asked for so far, in order. */
  readonly hosts: () => readonly string[];
  readonly close: () => Promise<void>;
}

const known = /^(?:oauth2|sts|iamcredentials|cloudresourcemanager|compute|www)\.googleapis\.com$/;

/**
 * Starts a proxy for the libraries that know only Google's addresses: a service account's key and a person's login name no other
 * token endpoint.
 * @param fakeUrl where the fake listens
 */
export async function startTunnel(fakeUrl: string): Promise<Tunnel> {
  const { caPem, certPem, keyPem } = await makeCertificates(['*.googleapis.com']);
  const hosts: string[] = [];
  const open = new Set<Duplex>();
  const track = (stream: Duplex): void => {
    open.add(stream);
    stream.on('close', () => open.delete(stream));
    stream.on('error', () => stream.destroy());
  };
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket) => {
    const [host = ''] = (request.url ?? '').split(':');
    hosts.push(host);
    track(socket);
    if (!known.test(host)) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, cert: certPem, key: keyPem });
    const fake = connect(Number(new URL(fakeUrl).port), '127.0.0.1');
    for (const stream of [secure, fake]) track(stream);
    secure.pipe(fake).pipe(secure);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caPem,
    hosts: () => hosts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const stream of open) stream.destroy();
        server.closeAllConnections();
      }),
  };
}
