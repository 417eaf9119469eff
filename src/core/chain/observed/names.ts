import type { StringAnswer } from '../pod-probe.ts';

/** What the resolver of this machine says of the endpoint's strings. */
export interface ObservedNames {
  readonly answers: readonly StringAnswer[];
}
