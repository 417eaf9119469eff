import { formatDuration } from '../../../../core/duration.ts';

/** Codes that AWS answers where the time in a signature is too far off, some of them for other reasons too. */
const codes: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** Milliseconds by which a signature may be off (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html). */
const ALLOWED_MS = 5 * 60_000;

/** Whether a refusal with this code may be about the time in the signature. */
export function isOfClock(code: string): boolean {
  return codes.has(code);
}

/**
 * How far this machine's clock is off, where that is why AWS refused, such as `2h behind`; undefined if it is not.
 * @param date the Date header of the answer
 */
export function wrongClock(code: string, date: string | undefined, now: number = Date.now()): string | undefined {
  const ahead = now - Date.parse(date ?? '');
  if (!codes.has(code) || Number.isNaN(ahead) || Math.abs(ahead) < ALLOWED_MS) return undefined;
  return `${formatDuration(Math.abs(ahead))} ${ahead > 0 ? 'ahead' : 'behind'}`;
}
