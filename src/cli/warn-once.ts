/** Tells each text once: what looks again and again, or for several endpoints, lacks the same right each time. */
export function warnOnce(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    tell(text);
  };
}
