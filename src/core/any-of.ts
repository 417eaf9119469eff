const list = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Words to choose from: `AWS, AZURE or GCP`. */
export function anyOf(words: readonly string[]): string {
  return list.format(words);
}
