import { X509Certificate, createPrivateKey } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import { ConnectionError } from './connection-error.ts';

/** A certificate of a PEM file; what stands between two of them is a comment. */
const certificateBlock = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The certificate authority of a connection, refused as kubectl refuses it (client-go transport/transport.go, TLSConfigFor and
 * rootCertPool): together with insecure-skip-tls-verify, and if no certificate is in it. A broken certificate beside a good one is left out.
 * @param ca what is read from the kubeconfig or the file; empty is the same as none
 * @throws UserError in kubectl's words
 */
export function authority(ca: Buffer | undefined, skipTlsVerify: boolean): string | undefined {
  if (ca === undefined || ca.length === 0) return undefined;
  if (skipTlsVerify)
    throw new UserError('specifying a root certificates file with the insecure flag is not allowed', {
      hint: 'omit one of --certificate-authority and --insecure-skip-tls-verify, also in the kubeconfig',
    });
  const blocks = ca.toString('latin1').match(certificateBlock) ?? [];
  const good = blocks.filter(isCertificate);
  if (good.length > 0) return `${good.join('\n')}\n`;
  throw new UserError(`unable to load root certificates: ${whyNone(ca.toString('latin1'), blocks.length)}`, {
    hint: ['look at the certificate-authority in: ', { kubectl: ['config', 'view', '--minify'] }],
  });
}

/**
 * Refuses a client certificate that cannot be used, in Go's words (crypto/tls, X509KeyPair), where Node would only name a routine of OpenSSL.
 * @throws ConnectionError
 */
export function refuseBrokenPair(cert: string | Buffer, key: string | Buffer | undefined): void {
  const [own] = cert.toString('latin1').match(certificateBlock) ?? [];
  if (own === undefined) throw refuse('tls: failed to find any PEM data in certificate input');
  const pem = key?.toString('latin1') ?? '';
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw refuse('tls: failed to find any PEM data in key input');
  if (!isCertificate(own)) throw refuse('x509: malformed certificate');
  try {
    if (new X509Certificate(own).checkPrivateKey(createPrivateKey(pem))) return;
  } catch {
    throw refuse('tls: failed to parse private key');
  }
  throw refuse('tls: private key does not match public key');
}

/** Why no certificate could be read (client-go transport/transport.go, createErrorParsingCAData). */
function whyNone(pem: string, certificates: number): string {
  if (certificates > 0) return 'failed to parse certificate: x509: malformed certificate';
  return /-----BEGIN [A-Z0-9 ]+-----/.test(pem)
    ? 'no valid certificate authority data seen'
    : 'unable to parse bytes as PEM block';
}

function refuse(reason: string): ConnectionError {
  return new ConnectionError(`Unable to connect to the server: ${reason}`, false, undefined, [
    'check the client certificate and its key: those of the kubeconfig user, or what its exec plugin returns',
  ]);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null;
  } catch {
    return false;
  }
}
