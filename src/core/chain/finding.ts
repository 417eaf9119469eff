import type { NextCommand } from '../next-command.ts';

/** The links between a declaration and a Pod that connects, from the first to the last. */
export const links = [
  'kubernetes',
  'operator',
  'project',
  'deployment',
  'declared',
  'service',
  'linked',
  'cloud',
  'network',
  'ids',
  'string',
  'dns',
  'workloads',
  'pod',
  'limits',
] as const;

export type Link = (typeof links)[number];

/** `warns` also stands for what is still on its way; `unknown` for what may not be read. */
export type Verdict = 'holds' | 'warns' | 'fails' | 'unknown';

/** What stands in a sentence about a finding, by name. */
export type Values = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** What a check found, as data: the sentence that says so is told by its name. @template S the names of the sentences that the check has */
export interface Judgement<S extends string = string> {
  readonly verdict: Verdict;
  readonly saying: S;
  readonly values?: Values;
  /** The object that it is about, such as `sg-0335ccd7a9379afd5` or `ape/orders`. */
  readonly object?: string | undefined;
  /** What was seen, in few words, where the sentence leaves that out. */
  readonly seen?: string | undefined;
  /** What was expected instead. */
  readonly expected?: string | undefined;
  /** The command that fixes it, or that goes on with what is not done. */
  readonly fix?: NextCommand | undefined;
}

/** A judgement, and the check that made it. */
export interface Finding extends Judgement {
  readonly code: string;
  readonly link: Link;
}
