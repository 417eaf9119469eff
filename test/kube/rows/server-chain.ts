import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What an API server shows, and what a person may trust. */
export interface ServerChain {
  /** What the server sends. */
  readonly certPem: string;
  readonly keyPem: string;
  readonly rootPem: string;
  readonly intermediatePem: string;
  readonly leafPem: string;
}

/** How a chain differs from a good one, which leads from a root by an intermediate to a certificate for 127.0.0.1 and localhost. */
export interface ChainWish {
  /** Whether the server leaves the intermediate out, or sends the root too. */
  readonly sends?: 'leaf' | 'all';
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** What it is for; nothing if empty. */
  readonly names?: readonly { readonly type: 'ip' | 'dns'; readonly value: string }[];
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const authority = [
  new x509.BasicConstraintsExtension(true, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
];

export async function makeServerChain(wish: ChainWish = {}): Promise<ServerChain> {
  x509.cryptoProvider.set(webcrypto);
  const [rootKeys, middleKeys, keys] = await Promise.all([makeKeys(), makeKeys(), makeKeys()]);
  const { notBefore = '2020-01-01T00:00:00Z', notAfter = '2100-01-01T00:00:00Z' } = wish;
  const { names = [{ type: 'ip', value: '127.0.0.1' } as const, { type: 'dns', value: 'localhost' } as const] } = wish;
  const common = { signingAlgorithm: algorithm, notBefore: new Date('2019-01-01'), notAfter: new Date('2101-01-01') };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    serialNumber: '01',
    name: 'CN=root',
    keys: rootKeys,
    extensions: authority,
  });
  const middle = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: '02',
    subject: 'CN=intermediate',
    issuer: root.subject,
    publicKey: middleKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: authority,
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: '03',
    subject: 'CN=api.shop.test, O=Shop',
    issuer: middle.subject,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    publicKey: keys.publicKey,
    signingKey: middleKeys.privateKey,
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])],
  });
  const [rootPem, intermediatePem, leafPem] = [root, middle, leaf].map((each) => `${each.toString('pem')}\n`) as [
    string,
    string,
    string,
  ];
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certPem: leafPem + (wish.sends === 'leaf' ? '' : intermediatePem) + (wish.sends === 'all' ? rootPem : ''),
    keyPem: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    rootPem,
    intermediatePem,
    leafPem,
  };
}
