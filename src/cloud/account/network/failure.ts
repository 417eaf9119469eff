import type { Hint } from '../../../core/next-command.ts';
import { UserError } from '../../../core/errors.ts';
import { codeOf, firstLine, isUnreachable, messageOf } from '../errors.ts';
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

/** The first code of an error, or of those behind it, that has the form. */
function codeLike(error: unknown, form: RegExp): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && form.test(at.code)) return at.code;
  return undefined;
}

/** The error for a request that found no way to the cloud, with the proxy that it took; undefined for any other failure. */
export function connectionFailure(
  error: unknown,
  { what, hint, trust, codes = [] }: Destination,
): UserError | undefined {
  const proxy = proxyBehind(error);
  const through = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  // Node adds advice of its own, for whoever starts Node.
  const message = firstLine(messageOf(error)).replace(/; if the root CA is installed locally.*$/, '');
  const fail = (sentence: string, advice: Hint): UserError => new UserError(sentence, { cause: error, hint: advice });
  if (codeLike(error, untrusted) !== undefined)
    return fail(`the certificate of ${what} is not trusted${through}: ${message}`, trust);
  if (codeLike(error, noTls) !== undefined)
    return fail(`there is no TLS connection to ${what}${through}: ${message}`, hint);
  if (codeLike(error, /^ERR_PROXY_/) !== undefined)
    return fail(`cannot reach ${what}${through}: ${message}`, / 407\b/.test(message) ? signIn : proxyHint);
  const code = codeOf(error) || (error instanceof Error ? error.name : '');
  if (!isUnreachable(code, codes) && !(error instanceof Error && 'code' in error && codes.includes(String(error.code))))
    return undefined;
  return fail(`cannot reach ${what}${through}: ${message}`, proxy === undefined ? hint : proxyHint);
}

const signIn =
  'the proxy asks for a user and a password: give them in HTTPS_PROXY, as in http://USER:PASSWORD@HOST:PORT';
const proxyHint = 'check the proxy in HTTPS_PROXY; NO_PROXY lists the hosts that are reached without it';
