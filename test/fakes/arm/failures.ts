/** A failure that a test asks for. */
export interface FailureRule {
  /** Such as PUT; every method when left out. */
  readonly method?: string;
  /** What the path has to match. */
  readonly path?: RegExp;
  readonly code: string;
  readonly message?: string;
  /** 400 when left out. */
  readonly status?: number;
  /** How often; once when left out. */
  readonly times?: number;
  /** `after`: it is done all the same; `operation`: it is accepted, and its long-running operation fails (PUT of a new one, DELETE). */
  readonly when?: 'before' | 'after' | 'operation';
  /** Seconds of a Retry-After header. */
  readonly retryAfter?: number;
}

/** Rules are used up in the order in which they were added. */
export class Failures {
  #rules: { rule: FailureRule; left: number }[] = [];

  add(rule: FailureRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  clear(): void {
    this.#rules = [];
  }

  take(method: string, path: string): FailureRule | undefined {
    const found = this.#rules.find(
      ({ rule, left }) =>
        left > 0 && (rule.method === undefined || rule.method === method) && (rule.path?.test(path) ?? true),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.rule;
  }
}
