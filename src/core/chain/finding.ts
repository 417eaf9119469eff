import type { NextCommand } from '../next-command.ts';
import type { Observed } from './observed.ts';

/** The links between a declaration and a string that a Pod can use, from the first to the last. */
const links = ['declared', 'service', 'linked', 'string'] as const;

export type Link = (typeof links)[number];

/** `warns` also stands for what is still on its way; `unknown` for what may not be read. */
export type Verdict = 'holds' | 'warns' | 'fails' | 'unknown';

/** What was seen of a link, as data. */
export type Seen =
  | { readonly code: 'object'; readonly reference: string }
  | { readonly code: 'nothing-declares'; readonly provider: string; readonly region: string }
  | { readonly code: 'not-in-spec' }
  | { readonly code: 'service'; readonly service: string }
  | { readonly code: 'no-cloud-endpoint' }
  | { readonly code: 'cloud-endpoint'; readonly id: string; readonly state: string | undefined }
  | { readonly code: 'in-progress' | 'broken'; readonly id: string | undefined; readonly reason: string }
  | {
      readonly code: 'secret-holds' | 'secret-lacks' | 'secret-untold';
      readonly name: string;
      readonly user: string;
      /** How long ago it was written, in milliseconds; undefined if that is not recorded. */
      readonly writtenMsAgo: number | undefined;
    }
  | { readonly code: 'no-secret' }
  | { readonly code: 'unreadable'; readonly reason: string };

/** A statement about one link. */
export interface Finding {
  readonly link: Link;
  readonly verdict: Verdict;
  readonly seen: Seen;
  /** The command that fixes it, or that goes on with what is not done. */
  readonly fix?: NextCommand | undefined;
}

/** A check of one link: pure, so that whoever observed may judge again at any time. */
export interface Check {
  readonly link: Link;
  /** The links without which there is nothing to look at. */
  readonly restsOn: readonly Link[];
  readonly judge: (observed: Observed) => readonly Omit<Finding, 'link'>[];
}
