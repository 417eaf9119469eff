import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate authority and the server certificate that it signed for loopback. */
export interface Certificates {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
  /** Makes a certificate that the same authority signed, for a client of that name. */
  readonly issue: (commonName: string) => Promise<{ readonly certPem: string; readonly keyPem: string }>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const notBefore = new Date('2020-01-01T00:00:00Z');
const notAfter = new Date('2100-01-01T00:00:00Z');

/**
 * Makes new ones each time: nothing that could be trusted by mistake is kept in a file.
 * @param names further names that the server goes by
 */
export async function makeCertificates(names: readonly string[] = []): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto);
  const [caKeys, keys] = await Promise.all([
    webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
    webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
  ]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=sandbox-ca',
    notBefore,
    notAfter,
    keys: caKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: 'CN=kube-apiserver',
    issuer: ca.subject,
    notBefore,
    notAfter,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
        ...names.map((value) => ({ type: 'dns', value }) as const),
      ]),
    ],
  });
  const issue = async (commonName: string): Promise<{ certPem: string; keyPem: string }> => {
    const clientKeys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const client = await x509.X509CertificateGenerator.create({
      serialNumber: '03',
      subject: `CN=${commonName}`,
      issuer: ca.subject,
      notBefore,
      notAfter,
      publicKey: clientKeys.publicKey,
      signingKey: caKeys.privateKey,
      signingAlgorithm: algorithm,
    });
    return { certPem: client.toString('pem'), keyPem: await pemOf(clientKeys.privateKey) };
  };
  return { caPem: ca.toString('pem'), certPem: cert.toString('pem'), keyPem: await pemOf(keys.privateKey), issue };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`;
}
