import type { Checks } from '../core/chain/check.ts';
import type { CheckWords } from '../core/chain/check-words.ts';

/** The checks that only one cloud has, by their codes, and what is said of them. */
export interface CloudChecks {
  readonly checks: Checks;
  readonly words: Readonly<Record<string, CheckWords>>;
}

/** A cloud endpoint that is looked at together with what surrounds it. */
export interface SurveyedEndpoint {
  readonly id: string;
  /** Empty if it is not known. */
  readonly service: string;
  /** As Atlas spells it; undefined if the source does not say. */
  readonly atlasRegion: string | undefined;
}
