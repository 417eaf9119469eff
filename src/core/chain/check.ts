import type { Judgement, Link, Values, Verdict } from './finding.ts';
import type { Observed } from './observed.ts';

/** A check of one link: pure, so that whoever observed may judge again at any time. */
export interface Check<S extends string = string> {
  readonly link: Link;
  /** The links without which there is nothing to look at. */
  readonly restsOn: readonly Link[];
  /** The links that bring it about, and without which what is there already stays: where one is broken, only what holds is told. */
  readonly madeBy?: readonly Link[] | undefined;
  /** The only cloud that has the check; undefined of one that all have. */
  readonly only?: string | undefined;
  /** @returns nothing where the check does not apply, or where nobody looked */
  readonly judge: (observed: Observed) => readonly Judgement<S>[];
}

/** Checks by their codes, such as `PE310`, which never change. */
export type Checks = Readonly<Record<string, Check>>;

type SayingOf<J> = J extends (observed: Observed) => readonly Judgement<infer S>[] ? S : never;

/** The names of the sentences that a check has. */
export type SayingsOf<C> = C extends Check<infer S> ? S : never;

/** The checks of one link, in their order. @param judges by their codes */
export function checksOf<const T extends Readonly<Record<string, Check['judge']>>>(
  about: Omit<Check, 'judge'>,
  judges: T,
): { readonly [K in keyof T]: Check<SayingOf<T[K]>> } {
  const checks = Object.entries(judges).map(([code, judge]) => [code, { ...about, judge }]);
  return Object.fromEntries(checks) as { readonly [K in keyof T]: Check<SayingOf<T[K]>> };
}

type Details = Omit<Judgement, 'verdict' | 'saying'>;

function judgement<S extends string>(verdict: Verdict, saying: S, details: Details): Judgement<S> {
  return { verdict, saying, ...details };
}

/** What is as it should be. */
export function holds<const S extends string>(saying: S, values: Values = {}, object?: string): Judgement<S> {
  return judgement('holds', saying, { values, object });
}

/** What deserves thought, or is on its way. */
export function warns<const S extends string>(saying: S, details: Details = {}): Judgement<S> {
  return judgement('warns', saying, details);
}

/** What is broken. */
export function fails<const S extends string>(saying: S, details: Details = {}): Judgement<S> {
  return judgement('fails', saying, details);
}

/** What may not be read, or is not told. */
export function unknown<const S extends string>(saying: S, details: Details = {}): Judgement<S> {
  return judgement('unknown', saying, details);
}

/** What a check finds of each of several things. */
export function each<T, const S extends string>(
  things: readonly T[] | undefined,
  judge: (thing: T) => readonly Judgement<S>[],
): readonly Judgement<S>[] {
  return (things ?? []).flatMap(judge);
}
