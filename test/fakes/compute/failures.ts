import { ComputeError } from './errors.ts';

/** A failure that a test asks for. */
export interface FailureRule {
  /** Such as POST; every method when left out. */
  readonly method?: string;
  /** What the path has to match, as in `/compute/v1/projects/shop-prod/regions/europe-west1/addresses` or `/token`. */
  readonly path?: RegExp;
  /** With a reason but without a status it is 400; with neither the connection breaks off and nothing is said. */
  readonly status?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly domain?: string;
  /** Such as `PERMISSION_DENIED`, for what Google's front end refuses. */
  readonly rpcStatus?: string;
  /** How often; once when left out. */
  readonly times?: number;
  /** Seconds of a Retry-After header. */
  readonly retryAfter?: number;
  /** The request is carried out all the same, and only its answer is lost. */
  readonly afterEffect?: boolean;
  /** The request is accepted, and the operation that it starts ends with `reason` as its code. */
  readonly inOperation?: boolean;
  /** The answer begins, and then nothing more comes until the fake is closed or healed. */
  readonly hang?: boolean;
}

/** Thrown for a connection that is to break without an answer. */
export class Dropped extends Error {}

/** What a request that the rule hits is refused with. */
export function failureOf(rule: FailureRule): ComputeError | Dropped {
  const { status, reason, message = 'It failed on demand.', domain, rpcStatus } = rule;
  if (status === undefined && reason === undefined) return new Dropped(message);
  return new ComputeError(status ?? 400, reason ?? 'backendError', message, {
    ...(domain === undefined ? {} : { domain }),
    ...(rpcStatus === undefined ? {} : { rpcStatus }),
  });
}

/** Failures that are no state of an account, ready for `fail()`. */
export const commonFailures = {
  /** Reads and writes are limited by the minute; this is not a missing right, although its HTTP status says so. */
  rateLimited: {
    status: 403,
    reason: 'rateLimitExceeded',
    domain: 'usageLimits',
    rpcStatus: 'PERMISSION_DENIED',
    message:
      "Quota exceeded for quota group 'ReadGroup' and limit 'Read requests per user per 100 seconds' of service 'compute.googleapis.com' for consumer 'project_number:123456789012'.",
  },
  unavailable: { status: 503, reason: 'backendError', message: 'Internal error. Please try again.' },
} as const satisfies Record<string, FailureRule>;

/** Rules are used up in the order in which they were added. */
export class Failures {
  #rules: { readonly rule: FailureRule; left: number }[] = [];

  add(rule: FailureRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  clear(): void {
    this.#rules = [];
  }

  take(method: string, path: string): FailureRule | undefined {
    const hit = this.#rules.find(
      ({ rule, left }) => left > 0 && (rule.method ?? method) === method && (rule.path?.test(path) ?? true),
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    return hit.rule;
  }
}
