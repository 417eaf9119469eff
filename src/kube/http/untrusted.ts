import type { X509Certificate } from 'node:crypto';
import type http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Hint } from '../../core/next-command.ts';
import { ConnectionError } from './connection-error.ts';

const unknownAuthority = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);
/** Other reasons of OpenSSL (doc/man3/X509_STORE_CTX_get_error.pod). */
const otherReasons = new Map([
  ['INVALID_CA', 'certificate is not authorized to sign other certificates'],
  ['PATH_LENGTH_EXCEEDED', 'too many intermediates for path length constraint'],
  ['INVALID_PURPOSE', 'certificate specifies an incompatible key usage'],
  ['CERT_REVOKED', 'certificate is revoked'],
  ['CERT_REJECTED', 'certificate is rejected'],
  ['CERT_CHAIN_TOO_LONG', 'certificate chain is too long'],
]);

const WRONG_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
const EXPIRED = 'CERT_HAS_EXPIRED';
const EARLY = 'CERT_NOT_YET_VALID';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether the server's certificate is the cause. */
export function isUntrusted(error: unknown): boolean {
  const code = codeOf(error);
  return unknownAuthority.has(code) || otherReasons.has(code) || [WRONG_NAME, EXPIRED, EARLY].includes(code);
}

/** What of a connection the explanation needs. */
interface Asked {
  readonly server: URL;
  /** The name that the certificate has to be for, if not that of the server. */
  readonly tlsServerName: string | undefined;
  /** Whether the kubeconfig or a flag says whom to trust. */
  readonly hasAuthority: boolean;
}

/**
 * The error for a certificate that is not trusted: first in kubectl's words, then, in the hint, whose certificate it is.
 * @param peer the server's certificate, if it could be read
 */
export function untrusted(error: unknown, asked: Asked, peer: X509Certificate | undefined): ConnectionError {
  const reason = reasonOf(codeOf(error), asked, peer);
  return new ConnectionError(
    `Unable to connect to the server: tls: failed to verify certificate: x509: ${reason}`,
    false,
    error,
    hintOf(codeOf(error), asked, peer),
  );
}

function reasonOf(code: string, { server, tlsServerName }: Asked, peer: X509Certificate | undefined): string {
  if (unknownAuthority.has(code)) return 'certificate signed by unknown authority';
  if (code === EXPIRED || code === EARLY) return 'certificate has expired or is not yet valid';
  const other = otherReasons.get(code);
  if (other !== undefined) return other;
  const wanted = tlsServerName || server.hostname.replace(/^\[|\]$/g, '');
  const [kind, what] = isIP(wanted) === 0 ? ['DNS:', ''] : ['IP Address:', 'IP SANs'];
  const names = (peer?.subjectAltName ?? '')
    .split(', ')
    .filter((name) => name.startsWith(kind ?? ''))
    .map((name) => name.slice(kind?.length));
  if (names.length > 0) return `certificate is valid for ${names.join(', ')}, not ${wanted}`;
  return what === ''
    ? `certificate is not valid for any names, but wanted to match ${wanted}`
    : `cannot validate certificate for ${wanted} because it doesn't contain any ${what}`;
}

function hintOf(code: string, { server, hasAuthority }: Asked, peer: X509Certificate | undefined): Hint {
  const certificate =
    peer === undefined
      ? `the certificate of ${server.host}`
      : `the certificate of ${server.host} (${oneLine(peer.subject)}, issued by ${oneLine(peer.issuer)})`;
  if (code === EXPIRED || code === EARLY) {
    const when = code === EXPIRED ? `expired: ${peer?.validTo}` : `not valid before ${peer?.validFrom}`;
    const dates = peer === undefined ? '' : ` is ${when};`;
    return `${certificate}${dates} renew it, or set this machine's clock if that is wrong`;
  }
  if (code === WRONG_NAME)
    return `${certificate} is for other names; if it is the right server, give one of them with --tls-server-name`;
  return hasAuthority
    ? [
        `${certificate} is not signed by the certificate-authority of this context; compare with: `,
        { kubectl: ['config', 'view', '--minify'] },
      ]
    : `${certificate} is not signed by an authority of this system, and the kubeconfig names none: name it with --certificate-authority`;
}

function oneLine(name: string): string {
  return name.split('\n').join(', ') || 'without a subject';
}

/** How long it may take to read the certificate. */
const LIMIT_MS = 5_000;

/**
 * The certificate that a server shows, for messages only: nothing is sent but a request without credentials.
 * @param agent one that trusts whatever certificate there is; it is destroyed
 */
export function certificateOf(server: URL, agent: http.Agent): Promise<X509Certificate | undefined> {
  return new Promise((resolve) => {
    const request = https.request(server, { agent, method: 'HEAD', path: '/', timeout: LIMIT_MS });
    const end = (found?: X509Certificate): void => {
      resolve(found);
      request.destroy();
      agent.destroy();
    };
    request.on('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) return end();
      const known = socket.getPeerX509Certificate();
      if (known !== undefined) return end(known);
      socket.once('secureConnect', () => end(socket.getPeerX509Certificate()));
    });
    request.on('timeout', () => end());
    request.on('error', () => end());
    request.end();
  });
}
