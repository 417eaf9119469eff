import tls from 'node:tls';

/**
 * The executable starts Node with `--use-openssl-ca` (build/sea.ts). Without it Node parses its 121 root certificates as soon as `tls` is
 * loaded, on a thread of its own, and makes a store of them for the first connection even where that names its own authorities, as every
 * connection to an API server does (src/crypto/crypto_context.cc of Node 24.21, GetCertStoreOwnedByThisSecureContext): 22 ms of the
 * processors, for nothing. Whom to trust is then said here: nobody, until something connects that names no authorities.
 */
const unread = process.execArgv.some((flag) => flag.endsWith('use-openssl-ca'));
let isRead = false;

/** Has Node make no store of root certificates, for a connection that names its own authorities. */
export function leaveAuthoritiesUnread(): void {
  if (unread && !isRead) tls.setDefaultCACertificates([]);
}

/**
 * Has connections that name no authorities trust those that Node trusts by default: the ones that come with it, and those of
 * NODE_EXTRA_CA_CERTS. To be called before each such connection; the certificates are parsed once.
 */
export function trustDefaultAuthorities(): void {
  if (!unread || isRead) return;
  isRead = true;
  tls.setDefaultCACertificates([...tls.getCACertificates('bundled'), ...tls.getCACertificates('extra')]);
}
