import { X509Certificate, createPrivateKey } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import type { Credentials } from '../config/credentials.ts';
import type { NamedBy } from '../config/file/located.ts';
import { ConnectionError } from './connection-error.ts';

/** A certificate of a PEM file; what stands between two of them is a comment. */
const certificateBlock = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The certificate authority of a connection, refused as kubectl refuses it (client-go transport/transport.go, TLSConfigFor and
 * rootCertPool): together with insecure-skip-tls-verify, and if no certificate is in it. A broken certificate beside a good one is left out.
 * @param ca what is read from the kubeconfig or the file; empty is the same as none
 * @param origin where it is from
 * @throws UserError in kubectl's words
 */
export function authority(ca: Buffer | undefined, skipTlsVerify: boolean, origin: NamedBy): string | undefined {
  if (ca === undefined || ca.length === 0) return undefined;
  if (skipTlsVerify)
    throw new UserError('specifying a root certificates file with the insecure flag is not allowed', {
      hint: 'omit one of --certificate-authority and --insecure-skip-tls-verify, also in the kubeconfig',
    });
  const blocks = ca.toString('latin1').match(certificateBlock) ?? [];
  const good = blocks.filter(isCertificate);
  if (good.length > 0) return `${good.join('\n')}\n`;
  throw new UserError(`unable to load root certificates: ${whyNone(ca.toString('latin1'), blocks.length)}`, {
    hint: aboutIt(origin),
  });
}

/**
 * Refuses a client certificate that cannot be used, in Go's words (crypto/tls, X509KeyPair), where Node would only name a routine of OpenSSL.
 * @throws ConnectionError
 */
export function refuseBrokenPair({ cert = '', key = '', origins }: Credentials): void {
  const [own] = cert.toString('latin1').match(certificateBlock) ?? [];
  if (own === undefined) throw refuse('tls: failed to find any PEM data in certificate input', origins?.cert);
  const pem = key.toString('latin1');
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw refuse('tls: failed to find any PEM data in key input', origins?.key);
  if (!isCertificate(own)) throw refuse('x509: malformed certificate', origins?.cert);
  try {
    if (new X509Certificate(own).checkPrivateKey(createPrivateKey(pem))) return;
  } catch {
    throw refuse('tls: failed to parse private key', origins?.key);
  }
  throw refuse('tls: private key does not match public key', origins?.key);
}

/** @param origin of what is broken */
function refuse(reason: string, origin: NamedBy | undefined): ConnectionError {
  const hint = origin === undefined ? 'check the client certificate and its key' : aboutIt(origin);
  return new ConnectionError(`Unable to connect to the server: ${reason}`, false, undefined, hint);
}

/** Says what it is about, and what to do. */
function aboutIt({ text, hint }: NamedBy): Hint {
  return [`this is about ${text}; `, ...(typeof hint === 'string' ? [hint] : hint)];
}

/** Why no certificate could be read (client-go transport/transport.go, createErrorParsingCAData). */
function whyNone(pem: string, certificates: number): string {
  if (certificates > 0) return 'failed to parse certificate: x509: malformed certificate';
  return /-----BEGIN [A-Z0-9 ]+-----/.test(pem)
    ? 'no valid certificate authority data seen'
    : 'unable to parse bytes as PEM block';
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null;
  } catch {
    return false;
  }
}
