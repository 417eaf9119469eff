/** Why something may not be read, or could not be. */
export interface Refusal {
  readonly refusal: string;
}

/** What was read, or why it was not. */
export type Known<T> = T | Refusal;

/** Whether it is the reason only. */
export function isRefused<T>(known: Known<T>): known is Refusal {
  return typeof known === 'object' && known !== null && 'refusal' in known;
}

/** What was read; undefined where nobody looked, or could. */
export function told<T>(known: Known<T> | undefined): T | undefined {
  return known === undefined || isRefused(known) ? undefined : known;
}
