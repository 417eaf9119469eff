import { CodedError } from './errors.ts';

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A flag's value that is not a duration. */
export class DurationError extends CodedError<{
  readonly code: 'not-a-duration';
  /** The flag's long name. */
  readonly flag: string;
  readonly text: string;
}> {}

/**
 * Milliseconds of a Go duration such as `30m`, `1h30m` or `90s`; a bare number is in seconds, as in kubectl's --request-timeout.
 * @throws DurationError for anything else
 */
export function parseDuration(flag: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new DurationError({ code: 'not-a-duration', flag, text });
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0);
}

/** A duration in kubectl's short form: `12s`, `3m20s`, `1h5m`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (h > 0) return m > 0 ? `${h}h${m}m` : `${h}h`;
  if (m > 0) return s > 0 ? `${m}m${s}s` : `${m}m`;
  return `${s}s`;
}
