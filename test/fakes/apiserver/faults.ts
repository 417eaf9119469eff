import { StatusError } from './statuses.ts';

/** A failure to order: which requests, and what they get. */
export interface FaultRule {
  readonly verb: string;
  readonly resource?: string;
  readonly name?: string;
  readonly status: number;
  readonly reason?: string;
  readonly message?: string;
  /** How many requests; one when left out. */
  readonly times?: number;
}

interface Request {
  readonly verb: string;
  readonly resource: string;
  readonly name: string | undefined;
}

/** What tests have ordered to go wrong, or to happen just before a request is served. */
export class Faults {
  #rules: { readonly rule: FaultRule; left: number }[] = [];
  #actions: { readonly verb: string; readonly resource: string; readonly action: () => void }[] = [];

  fail(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  beforeNext(verb: string, resource: string, action: () => void): void {
    this.#actions.push({ verb, resource, action });
  }

  /** Runs what is to happen before this request. @throws StatusError when it is to fail */
  visit({ verb, resource, name }: Request): void {
    const due = this.#actions.filter((item) => item.verb === verb && item.resource === resource);
    this.#actions = this.#actions.filter((item) => !due.includes(item));
    for (const { action } of due) action();
    const entry = this.#rules.find(
      ({ rule, left }) =>
        left > 0 && rule.verb === verb && (rule.resource ?? resource) === resource && (rule.name ?? name) === name,
    );
    if (entry === undefined) return;
    entry.left -= 1;
    const { status, reason = 'InternalError', message = `an error on demand (${status})` } = entry.rule;
    throw new StatusError(status, reason, message, undefined, status === 429 ? { 'retry-after': '1' } : {});
  }
}
