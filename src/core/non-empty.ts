/** A text that says something; undefined for an empty one, and for whatever is no text. */
export function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
