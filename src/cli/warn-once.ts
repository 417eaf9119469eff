/** Prints each warning once; polling and multi-region runs repeat them. */
export function warnOnce(print: (text: string) => void): (text: string) => void {
  const printed = new Set<string>();
  return (text) => {
    if (printed.has(text)) return;
    printed.add(text);
    print(text);
  };
}
