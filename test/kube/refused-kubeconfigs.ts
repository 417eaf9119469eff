import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import type { Witness } from './witness.ts';

/** PEM texts to put into a kubeconfig. */
export interface Pems {
  /** Of the server and of the client alike. */
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
  /** A key of another certificate. */
  readonly otherKeyPem: string;
  /** The address of an API server whose certificate the authority has signed. */
  readonly server: string;
}

/** What rows about a server are made of. */
export async function pemsOf({ caPem, client, tls }: Witness): Promise<Pems> {
  const other = await makeCertificates();
  return { caPem, certPem: client.certPem, keyPem: client.keyPem, otherKeyPem: other.keyPem, server: tls };
}

/** A kubeconfig that kubectl refuses, or does not. */
export interface RefusedRow {
  readonly when: string;
  readonly cluster?: (pems: Pems) => object;
  readonly user?: (pems: Pems) => object;
  readonly flags?: readonly string[];
  /** What kubectl says, without `error: `; undefined where it refuses nothing. */
  readonly says: string | undefined;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const junk = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const skip = { 'insecure-skip-tls-verify': true };
const both = 'specifying a root certificates file with the insecure flag is not allowed';
const authority = 'unable to load root certificates: ';
const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'false', interactiveMode: 'Never' };

/** Of a cluster: what it trusts. */
const trust: readonly RefusedRow[] = [
  {
    when: 'a CA and insecure-skip-tls-verify',
    cluster: ({ caPem }) => ({ ...skip, 'certificate-authority-data': base64(caPem) }),
    says: both,
  },
  { when: 'both as flags', flags: ['--insecure-skip-tls-verify', '--certificate-authority=ca.pem'], says: both },
  {
    when: 'the CA in the file, the flag --insecure-skip-tls-verify',
    cluster: () => ({ 'certificate-authority': 'ca.pem' }),
    flags: ['--insecure-skip-tls-verify'],
    says: undefined,
  },
  {
    when: 'an empty CA and insecure-skip-tls-verify',
    cluster: () => ({ ...skip, 'certificate-authority-data': '' }),
    says: undefined,
  },
  {
    when: 'a CA that is no PEM',
    cluster: () => ({ 'certificate-authority-data': base64('no PEM') }),
    says: `${authority}unable to parse bytes as PEM block`,
  },
  {
    when: 'a CA file that is no PEM',
    cluster: () => ({ 'certificate-authority': 'nothing.pem' }),
    says: `${authority}unable to parse bytes as PEM block`,
  },
  {
    when: 'a CA that is a key',
    cluster: ({ keyPem }) => ({ 'certificate-authority-data': base64(keyPem) }),
    says: `${authority}no valid certificate authority data seen`,
  },
  {
    when: 'a CA that is no certificate',
    cluster: () => ({ 'certificate-authority-data': base64(junk) }),
    says: `${authority}failed to parse certificate: x509: malformed certificate`,
  },
  {
    when: 'a good CA behind a broken one and text',
    cluster: ({ caPem }) => ({ 'certificate-authority-data': base64(`text\n${junk}${caPem}`) }),
    says: undefined,
  },
];

/** Of a user: the client certificate and the credential plugin. */
const identity: readonly RefusedRow[] = [
  {
    when: 'a certificate without a key',
    user: ({ certPem }) => ({ 'client-certificate-data': base64(certPem) }),
    says: 'client-key-data or client-key must be specified for u to use the clientCert authentication method.',
  },
  {
    when: 'a key of another certificate',
    user: ({ certPem, otherKeyPem }) => ({
      'client-certificate-data': base64(certPem),
      'client-key-data': base64(otherKeyPem),
    }),
    says: 'Unable to connect to the server: tls: private key does not match public key',
  },
  {
    when: 'a certificate that is no PEM',
    user: ({ keyPem }) => ({ 'client-certificate-data': base64('no PEM'), 'client-key-data': base64(keyPem) }),
    says: 'Unable to connect to the server: tls: failed to find any PEM data in certificate input',
  },
  {
    when: 'a certificate that is broken',
    user: ({ keyPem }) => ({ 'client-certificate-data': base64(junk), 'client-key-data': base64(keyPem) }),
    says: 'Unable to connect to the server: x509: malformed certificate',
  },
  {
    when: 'a key that is no PEM',
    user: ({ certPem }) => ({ 'client-certificate-data': base64(certPem), 'client-key-data': base64('no PEM') }),
    says: 'Unable to connect to the server: tls: failed to find any PEM data in key input',
  },
  {
    when: 'a plugin without a command',
    user: () => ({ exec: { ...exec, command: '' } }),
    says: 'command must be specified for u to use exec authentication plugin',
  },
  {
    when: 'a plugin without an apiVersion',
    user: () => ({ exec: { ...exec, apiVersion: '' } }),
    says: 'apiVersion must be specified for u to use exec authentication plugin',
  },
  {
    when: 'a plugin without an interactiveMode',
    user: () => ({ exec: { ...exec, interactiveMode: '' } }),
    says: 'interactiveMode must be specified for u to use exec authentication plugin',
  },
  {
    when: 'a plugin with an unknown interactiveMode',
    user: () => ({ exec: { ...exec, interactiveMode: 'Perhaps' } }),
    says: 'invalid interactiveMode for u: "Perhaps"',
  },
  {
    when: 'a plugin with a variable without a name',
    user: () => ({ exec: { ...exec, env: [{ value: 'x' }] } }),
    says: 'env variable name must be specified for u to use exec authentication plugin',
  },
  {
    when: 'a plugin beside an auth-provider',
    user: () => ({ exec, 'auth-provider': { name: 'gcp' } }),
    says: 'authProvider cannot be provided in combination with an exec plugin for u',
  },
];

export const refusedRows: readonly RefusedRow[] = [...trust, ...identity];

/** Writes the kubeconfig of a row. @returns the command line's flags */
export function writeRow({ cluster, user, flags = [] }: RefusedRow, pems: Pems, folder: string): readonly string[] {
  writeFileSync(join(folder, 'ca.pem'), pems.caPem);
  writeFileSync(join(folder, 'nothing.pem'), 'no PEM');
  const trusted = { 'certificate-authority-data': base64(pems.caPem) };
  const text = dump({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: pems.server, ...(cluster?.(pems) ?? trusted) } }],
    users: [{ name: 'u', user: user?.(pems) ?? { token: 't' } }],
  });
  writeFileSync(join(folder, 'config'), text);
  const located = flags.map((flag) => flag.replace('=ca.pem', `=${folder}/ca.pem`));
  return ['--kubeconfig', join(folder, 'config'), ...located];
}
