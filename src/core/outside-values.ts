/** The value under a key that comes from outside. Every object has more members than its own: `toString` and its like are no entries. */
export function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * A text that says something; undefined for an empty one, and for whatever is no text. Among others the operator's Go structs write some
 * unset fields as an empty text.
 */
export function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
