import { CodedError } from './errors.ts';

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A flag's value that is not a duration. */
export class DurationError extends CodedError<{
  readonly code: 'not-a-duration' | 'unit-missing';
  /** The flag's long name. */
  readonly flag: string;
  readonly text: string;
}> {}

/**
 * Milliseconds of a Go duration such as `30m`, `1h30m` or `90s`.
 * @throws DurationError for anything else; for a number without a unit too, unless it is 0, as Go's time.ParseDuration refuses it
 */
export function parseDuration(flag: string, text: string): number {
  if (/^\d+$/.test(text)) {
    if (Number(text) === 0) return 0;
    throw new DurationError({ code: 'unit-missing', flag, text });
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new DurationError({ code: 'not-a-duration', flag, text });
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0);
}

/** The age of an object as `kubectl get` shows it: `45s`, `3m20s`, `12d`, `2y30d` (apimachinery pkg/util/duration, HumanDuration). */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return pair(`${minutes}m`, seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return pair(`${hours}h`, minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return pair(`${days}d`, hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 2920 ? pair(`${years}y`, days % 365, 'd') : `${years}y`;
}

/** Two units, of which the second is left out where it is none. */
function pair(first: string, rest: number, unit: string): string {
  return rest === 0 ? first : `${first}${rest}${unit}`;
}

/** A duration in kubectl's short form: `12s`, `3m20s`, `1h5m`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (h > 0) return m > 0 ? `${h}h${m}m` : `${h}h`;
  if (m > 0) return s > 0 ? `${m}m${s}s` : `${m}m`;
  return `${s}s`;
}
