interface Item {
  readonly message: string;
  readonly domain: string;
  readonly reason: string;
  readonly location?: string;
  readonly locationType?: string;
}

export interface ErrorParts {
  /** `global` when left out; what the front end refuses because of usage is of `usageLimits`. */
  readonly domain?: string;
  /** Only errors of Google's front end have it, such as `PERMISSION_DENIED`; those of Compute Engine itself have none. */
  readonly rpcStatus?: string;
  readonly details?: readonly unknown[];
  /** The HTTP header that was wrong. */
  readonly header?: string;
  /** Messages of the same reason that follow the first one. */
  readonly more?: readonly string[];
}

/** A refusal as Google writes it: `{"error": {"code", "message", "errors": [{"domain", "reason", "message"}]}}`. */
export class ComputeError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly #parts: ErrorParts;

  constructor(status: number, reason: string, message: string, parts: ErrorParts = {}) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.#parts = parts;
  }

  body(): unknown {
    const { domain = 'global', rpcStatus, details, header, more = [] } = this.#parts;
    const item = (message: string): Item => ({
      message,
      domain,
      reason: this.reason,
      ...(header === undefined ? {} : { location: header, locationType: 'header' }),
    });
    return {
      error: {
        code: this.status,
        message: this.message,
        errors: [this.message, ...more].map(item),
        ...(rpcStatus === undefined ? {} : { status: rpcStatus }),
        ...(details === undefined ? {} : { details }),
      },
    };
  }
}

export function notFound(name: string): ComputeError {
  return new ComputeError(404, 'notFound', `The resource '${name}' was not found`);
}

export function alreadyExists(name: string): ComputeError {
  return new ComputeError(409, 'alreadyExists', `The resource '${name}' already exists`);
}

export function notReady(name: string): ComputeError {
  return new ComputeError(400, 'resourceNotReady', `The resource '${name}' is not ready`);
}

/** For a field of the body, as `resource.name`, or a parameter of the query. */
export function invalidField(field: string, value: string, why: string): ComputeError {
  return new ComputeError(400, 'invalid', `Invalid value for field '${field}': '${value}'. ${why}`);
}

/** The resource has changed since the fingerprint was read. */
export function staleFingerprint(what: string): ComputeError {
  return new ComputeError(412, 'conditionNotMet', what, { header: 'If-Match' });
}
