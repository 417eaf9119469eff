import type { Checks, SayingsOf } from './check.ts';

/**
 * What is said of a check. A sentence may name the finding's values in braces, with a form behind a bar: `{id|short}` is the last part of a
 * resource id, `{ms|age}` a length of time.
 */
export interface CheckWords<S extends string = string> {
  /** What holds if all is well, as a heading. */
  readonly title: string;
  /** Why it may not hold. */
  readonly why: string;
  /** What fixes it. */
  readonly fix: string;
  readonly says: Readonly<Record<S, string>>;
  /** What was expected instead, where the finding itself does not say it. */
  readonly expects?: Readonly<Partial<Record<S, string>>>;
}

/** The words of each check of a table. A check or a sentence without words does not compile. */
export type WordsOf<T extends Checks> = { readonly [K in keyof T]: CheckWords<SayingsOf<T[K]>> };
