/** The value under a key that comes from outside. Every object has more members than its own: `toString` and its like are no entries. */
export function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
