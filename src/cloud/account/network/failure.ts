import type { Hint } from '../../../core/next-command.ts';
import { UserError } from '../../../core/errors.ts';
import { firstLine, isUnreachable } from '../errors.ts';
import { proxyBehind } from './way.ts';

/** Who was asked, and what to check. */
export interface Destination {
  /** Such as `EC2 in us-east-1`. */
  readonly what: string;
  /** What to check where nothing answers. */
  readonly hint: Hint;
  /** What makes the program trust further certificates. */
  readonly trust: string;
  /** The SDK's own codes for a host that does not answer. */
  readonly codes?: readonly string[];
}

/** Node's codes for a certificate that is not trusted (nodejs.org/api/tls.html, "X509 certificate error codes"), and for one of another host. */
const untrusted =
  /^(?:UNABLE_TO_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA$|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT)/;

/** Those of a host that speaks no TLS, or another one. */
const noTls = /^(?:EPROTO$|ERR_SSL_|ERR_TLS_)/;

/** The first error, of this one and those behind it, whose code has the form. */
function errorWith(error: unknown, isMeant: (code: string) => boolean): Error | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (('code' in at && typeof at.code === 'string' && isMeant(at.code)) || isMeant(at.name)) return at;
  return undefined;
}

/** Whether a request failed because of a certificate, which no further attempt changes. */
export function isUntrusted(error: unknown): boolean {
  return errorWith(error, (code) => untrusted.test(code)) !== undefined;
}

/** The error for a request that found no way to the cloud, with the proxy that it took; undefined for any other failure. */
export function connectionFailure(error: unknown, destination: Destination): UserError | undefined {
  const { what, hint, trust, codes = [] } = destination;
  const proxy = proxyBehind(error);
  const through = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const fail = (sentence: string, found: Error, advice: Hint): UserError =>
    new UserError(`${sentence}${through}: ${ownWords(found.message)}`, {
      cause: error,
      hint: advice,
    });
  const ofCertificate = errorWith(error, (code) => untrusted.test(code));
  if (ofCertificate !== undefined) return fail(`the certificate of ${what} is not trusted`, ofCertificate, trust);
  const ofTls = errorWith(error, (code) => noTls.test(code));
  if (ofTls !== undefined) return fail(`cannot open a TLS connection to ${what}`, ofTls, hint);
  const ofProxy = errorWith(error, (code) => code.startsWith('ERR_PROXY_'));
  if (ofProxy !== undefined)
    return fail(`cannot reach ${what}`, ofProxy, / 407\b/.test(ofProxy.message) ? signIn : proxyHint);
  const found = errorWith(error, (code) => isUnreachable(code, codes));
  return found === undefined ? undefined : fail(`cannot reach ${what}`, found, proxy === undefined ? hint : proxyHint);
}

/** The cause alone: node-fetch puts the whole URL before it, and Node adds advice of its own behind it, for whoever starts Node. */
function ownWords(message: string): string {
  return firstLine(message)
    .replace(/^request to \S+ failed, reason: /, '')
    .replace(/; if the root CA is installed locally.*$/, '');
}

const signIn = 'the proxy asks for a user and a password: put USER:PASSWORD@ before the host in HTTPS_PROXY';
const proxyHint = 'check the proxy in HTTPS_PROXY; NO_PROXY lists the hosts that are reached without it';
