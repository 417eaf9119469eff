import { X509Certificate } from 'node:crypto';
import type { DnsFailure, TcpResult, TlsResult } from '../../core/chain/pod-probe.ts';
import type { Fault, RawPort } from './report.ts';

/** Codes of c-ares, which Node and our Python program give (nodejs.org/api/dns.html, "Error codes"), and of nslookup. */
const dnsFailures: readonly (readonly [RegExp, DnsFailure])[] = [
  [/^(ENOTFOUND|NXDOMAIN)$/, 'notfound'],
  [/^ENODATA$/, 'nodata'],
  [/^E?SERVFAIL$/, 'servfail'],
  // No name server listens where one should be, which is something else than one that refuses to answer.
  [/^E?REFUSED$/, 'refused'],
  [/^(ETIMEOUT|ETIMEDOUT|ECANCELLED)$/, 'timeout'],
];

/** Why a resolver gave no records. */
export function dnsFailure({ code = '', message = '' }: Fault): { failure: DnsFailure; detail?: string } {
  const failure = dnsFailures.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
  const detail = code === '' ? message : code;
  return detail === '' ? { failure } : { failure, detail };
}

const tcpResults: readonly (readonly [RegExp, TcpResult])[] = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ETIMEOUT|ETIMEDOUT)$/, 'timeout'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'unreachable'],
  [/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/, 'unresolved'],
];

/** How TCP went. */
export function tcpResult({ error }: NonNullable<RawPort['tcp']>): TcpResult {
  if (error === undefined) return 'open';
  return tcpResults.find(([pattern]) => pattern.test(error.code ?? ''))?.[1] ?? 'other';
}

/** Names of alerts in OpenSSL's reasons (RFC 8446, 6; openssl include/openssl/sslerr.h), for a program that tells no number. */
const alerts: Readonly<Record<string, number>> = {
  UNEXPECTED_MESSAGE: 10,
  HANDSHAKE_FAILURE: 40,
  BAD_CERTIFICATE: 42,
  CERTIFICATE_EXPIRED: 45,
  CERTIFICATE_UNKNOWN: 46,
  ILLEGAL_PARAMETER: 47,
  UNKNOWN_CA: 48,
  ACCESS_DENIED: 49,
  DECODE_ERROR: 50,
  DECRYPT_ERROR: 51,
  PROTOCOL_VERSION: 70,
  INSUFFICIENT_SECURITY: 71,
  INTERNAL_ERROR: 80,
  UNRECOGNIZED_NAME: 112,
};

function alertOf(text: string): number | undefined {
  const number = /SSL alert number (\d+)/.exec(text)?.[1];
  if (number !== undefined) return Number(number);
  const name = /ALERT_([A-Z_]+)/.exec(text)?.[1] ?? '';
  return Object.hasOwn(alerts, name) ? alerts[name] : undefined;
}

/** Reasons of OpenSSL for not accepting a certificate, as Node's codes and as its own words (doc/man3/X509_STORE_CTX_get_error.pod). */
const certificateFaults: readonly (readonly [RegExp, 'wrong-host' | 'expired' | 'unknown-authority'])[] = [
  [/ALTNAME_INVALID|HOSTNAME_MISMATCH|hostname mismatch|doesn't match/i, 'wrong-host'],
  [/CERT_HAS_EXPIRED|certificate has expired/, 'expired'],
  [
    /UNABLE_TO_(GET_ISSUER|VERIFY)|SELF_SIGNED|CERT_UNTRUSTED|local issuer|issuer certificate|self[- ]signed|unable to verify/i,
    'unknown-authority',
  ],
];

/** How TLS went. */
export function tlsResult({ error, certificate }: NonNullable<RawPort['tls']>): TlsResult {
  if (error === undefined) return { result: 'ok' };
  const text = `${error.code ?? ''} ${error.message ?? ''}`;
  const alert = alertOf(text);
  if (alert !== undefined) return { result: 'alert', alert };
  const result = certificateFaults.find(([pattern]) => pattern.test(text))?.[1];
  if (result !== undefined) return { result, ...namesOf(certificate) };
  if (/ETIMEOUT|ETIMEDOUT|timed out/.test(text)) return { result: 'timeout' };
  if (/CLOSED|ECONNRESET|EPIPE|\bEOF\b|unexpected eof|reset by peer/.test(text)) return { result: 'closed' };
  return { result: 'other', detail: (error.message || error.code || 'no reason given').trim() };
}

/** Whose certificate it is, on one line each. */
function namesOf(base64: string | undefined): { issuer?: string; subject?: string } {
  if (base64 === undefined) return {};
  try {
    const { issuer, subject } = new X509Certificate(Buffer.from(base64, 'base64'));
    return { issuer: oneLine(issuer), subject: oneLine(subject) };
  } catch {
    return {};
  }
}

function oneLine(name: string): string {
  return name.split('\n').join(', ');
}
