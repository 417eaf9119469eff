import type { EndpointState } from '../endpoint.ts';
import type { NextCommand, OwnCommand } from '../next-command.ts';

/** A connection Secret that should hold the endpoint's string. */
export interface ObservedSecret {
  readonly name: string;
  readonly user: string;
  readonly writtenMsAgo: number | undefined;
  /** Whether it holds the string; undefined if it is not known which string is the endpoint's. */
  readonly holds: boolean | undefined;
  /** The command after which the operator writes it again. */
  readonly refresh: NextCommand | undefined;
}

/** What is known of one endpoint, from its declaration to its strings. */
export interface Observed {
  readonly provider: string;
  /** As its cloud spells it; empty if the source does not say. */
  readonly region: string;
  /** The object that declares it, with its kind's short name; undefined if nothing does. */
  readonly reference: string | undefined;
  /** Undefined if nothing declares it. */
  readonly endpoint: EndpointState | undefined;
  /** What is going on, in a sentence. */
  readonly message: string | undefined;
  /** The Secrets of the clusters that it serves; undefined if they were not looked at. */
  readonly secrets: readonly ObservedSecret[] | undefined;
  /** Why Secrets may be missing from these. */
  readonly refusal: string | undefined;
  /** The command that does what is left to do. */
  readonly up: OwnCommand;
}
