/**
 * Milliseconds that a Retry-After header asks for (RFC 9110, section 10.2.3).
 * @param now milliseconds since the epoch, for a header that names a date
 * @returns undefined for none, or one that makes no sense
 */
export function retryAfterMs(header: unknown, now: number = Date.now()): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
