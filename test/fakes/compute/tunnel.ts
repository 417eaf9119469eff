import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { makeCertificates } from '../apiserver/certificates.ts';

/** A proxy behind which a cloud is its fake, under the cloud's own names and over TLS. */
export interface Tunnel {
  /** What HTTPS_PROXY is set to. */
  readonly url: string;
  /** The same with a user and a password, which it then demands. */
  readonly urlOf: (user: string, password: string) => string;
  /** The authority that signed the certificate. */
  readonly caPem: string;
  /** The hosts that somebody asked for so far, in order. */
  readonly hosts: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** The hosts that a proxy knows. */
interface Hosts {
  readonly pattern: RegExp;
  /** What the certificate is for. */
  readonly names: readonly string[];
}

const googles: Hosts = {
  pattern: /^(?:oauth2|sts|iamcredentials|cloudresourcemanager|compute|www)\.googleapis\.com$/,
  names: ['*.googleapis.com'],
};

/** The hosts of AWS in one region. */
export const amazons: Hosts = {
  pattern: /^(?:ec2|sts)\.us-east-1\.amazonaws\.com$/,
  names: ['*.us-east-1.amazonaws.com'],
};

/**
 * Starts a proxy for the libraries that know only the addresses of their cloud, such as Google's: a service account's key and a person's
 * login name no other token endpoint.
 * @param fakeUrl where the fake listens
 */
export async function startTunnel(fakeUrl: string, { pattern, names }: Hosts = googles): Promise<Tunnel> {
  const { caPem, certPem, keyPem } = await makeCertificates(names);
  let demanded: string | undefined;
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
    if (demanded !== undefined && request.headers['proxy-authorization'] !== demanded)
      return void socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n',
      );
    if (!pattern.test(host)) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, cert: certPem, key: keyPem });
    const fake = connect(Number(new URL(fakeUrl).port), '127.0.0.1');
    for (const stream of [secure, fake]) track(stream);
    secure.pipe(fake).pipe(secure);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    urlOf(user, password) {
      demanded = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      return `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
    },
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
