import { Ec2Error } from './errors.ts';

/** A failure on demand: the next `times` requests for `action` (`*`: for any) fail. */
export interface FailureRule {
  readonly action: string;
  /** Only in this region; in any when left out. */
  readonly region?: string;
  /** What EC2 says; without a code the connection is dropped and nothing is said. */
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  /** The Date header of the refusal, for a clock that is off. */
  readonly date?: string;
  /** 1 when left out; Infinity for a denial that lasts. */
  readonly times?: number;
  /** The action is done all the same, and only its answer is lost. */
  readonly afterEffect?: boolean;
  /**
   * For DeleteVpcEndpoints, which can fail in two more ways: `unsuccessful` is an answer of 200 that lists the code for each endpoint;
   * `later` is an answer of 200, and when `deleteMs` are over the endpoints are `failed`, with the code as their LastError.
   */
  readonly deletion?: 'unsuccessful' | 'later';
}

/** Thrown for a connection that is to break without an answer. */
export class Dropped extends Error {}

/** What a request that the rule hits fails with. */
export function failureOf(rule: FailureRule): Ec2Error | Dropped {
  if (rule.code === undefined) return new Dropped(`dropped ${rule.action}`);
  const error = new Ec2Error(rule.code, rule.message ?? `${rule.code} on demand`, rule.status);
  error.date = rule.date;
  return error;
}

/** The failures that are still to come, in the order in which they were asked for. */
export class Failures {
  #pending: { readonly rule: FailureRule; left: number }[] = [];

  add(rule: FailureRule): void {
    this.#pending.push({ rule, left: rule.times ?? 1 });
  }

  /** Ends them all. */
  clear(): void {
    this.#pending = [];
  }

  /** The rule that hits this request, if any; it then has one hit less. */
  take(action: string, region: string): FailureRule | undefined {
    return this.#take(region, (named) => named === action || named === '*');
  }

  /** The rule that hits this request to STS; those for any action are about EC2. */
  takeForSts(action: string, region: string): FailureRule | undefined {
    return this.#take(region, (named) => named === action);
  }

  #take(region: string, hits: (named: string) => boolean): FailureRule | undefined {
    const hit = this.#pending.find(({ rule }) => hits(rule.action) && (rule.region ?? region) === region);
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#pending = this.#pending.filter((other) => other !== hit);
    return hit.rule;
  }
}
