/** The directive that follows the candidates in cobra's protocol, which kubectl speaks (cobra completions.go, ShellCompDirective). */
export const directives = { default: 0, noFiles: 4, noSpaceNoFiles: 6 } as const;

/** A word that may come next, and what it means. */
export type Candidate = readonly [word: string, description?: string];

/** What may come next. */
export interface Candidates {
  readonly words: readonly Candidate[];
  /** One of the directives; noFiles by default. */
  readonly directive?: number;
}

export const nothing: Candidates = { words: [] };

/** The candidates that begin with what is typed. */
export function starting(partial: string, words: readonly Candidate[]): Candidates {
  return { words: words.filter(([word]) => word.startsWith(partial)) };
}

/** The same for words without a description. */
export function startingPlain(partial: string, words: Iterable<string>): Candidates {
  return starting(
    partial,
    [...words].map((word): Candidate => [word]),
  );
}
