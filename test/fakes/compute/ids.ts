import { createHash } from 'node:crypto';

function digest(seed: readonly (string | number)[]): Buffer {
  return createHash('sha256').update(seed.join('/')).digest();
}

/** A number such as Google gives to every resource: 19 digits, which JSON carries as a string. It is the same in every run. */
export function numberOf(...seed: readonly (string | number)[]): string {
  return (10n ** 18n + (digest(seed).readBigUInt64BE() >> 4n)).toString();
}

/** The name of an operation: `operation-MILLISECONDS-…-…-…`. */
export function operationName(startedAt: number, ...seed: readonly (string | number)[]): string {
  const hex = digest([startedAt, ...seed]).toString('hex');
  return `operation-${startedAt}-${hex.slice(0, 13)}-${hex.slice(13, 21)}-${hex.slice(21, 29)}`;
}

/** A fingerprint of anything that can be written as JSON: eight bytes, in base64. */
export function fingerprintOf(value: unknown): string {
  return digest([JSON.stringify(value)])
    .subarray(0, 8)
    .toString('base64');
}

/** A time as Compute Engine writes it: in the time of California, with milliseconds. */
export function stamp(milliseconds: number): string {
  return new Date(milliseconds - 7 * 3_600_000).toISOString().replace('Z', '-07:00');
}
