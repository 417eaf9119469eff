/** Short flags that take a value, which pflag also reads when it is attached: `-ojson`, `-nfoo`. */
const withValue = new Set(['o', 'n', 'v']);
/** Short flags without a value; pflag lets them stand together, also before one with a value: `-Aojson`. */
const switches = new Set(['A', 'w', 'h']);

/**
 * Rewrites pflag's short spellings, which yargs does not know, into ones that it does: `-ojson` and `-o=json` become `-o=json`,
 * `-Aojson` becomes `-A -o=json`. Nothing after `--` is touched.
 */
export function normalizeArgv(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  return [...flags.flatMap(expand), ...(end < 0 ? [] : argv.slice(end))];
}

function expand(word: string): string[] {
  if (!/^-[A-Za-z]./.test(word)) return [word];
  const words: string[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const rest = word.slice(at + 1);
    if (withValue.has(letter))
      return rest === '' ? [...words, `-${letter}`] : [...words, `-${letter}=${rest.replace(/^=/, '')}`];
    if (!switches.has(letter)) return [word];
    words.push(`-${letter}`);
  }
  return words;
}

/** One word as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
