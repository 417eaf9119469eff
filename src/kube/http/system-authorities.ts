import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

/** Where Linux distributions keep all their authorities in one file, and each in one of its own (Go crypto/x509/root_linux.go). */
const files = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const folders = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The authorities that kubectl trusts if the kubeconfig names none: on macOS and Windows those of the system, elsewhere those of the files
 * that Go reads, which SSL_CERT_FILE and SSL_CERT_DIR replace (crypto/x509/root_unix.go, loadSystemRoots). Those of NODE_EXTRA_CA_CERTS
 * are added. A machine that has none at all, such as a small container, trusts those that come with Node.
 */
export function systemAuthorities(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string[] {
  const extra = tls.getCACertificates('extra');
  const system = platform === 'darwin' || platform === 'win32' ? tls.getCACertificates('system') : ofFiles(env);
  return [...(system.length > 0 ? system : tls.getCACertificates('bundled')), ...extra];
}

function ofFiles({ SSL_CERT_FILE: file = '', SSL_CERT_DIR: list = '' }: NodeJS.ProcessEnv): string[] {
  const found = new Set<string>();
  const add = (path: string): boolean => {
    const text = readIfThere(path);
    for (const block of text?.match(certificate) ?? []) found.add(block);
    return text !== undefined;
  };
  (file === '' ? files : [file]).some(add);
  // The folders of a distribution hold what its file holds: some 150 files that need not be read.
  if (list !== '' || found.size === 0)
    for (const folder of list === '' ? folders : list.split(':')) for (const path of within(folder)) add(path);
  return [...found];
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function within(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
