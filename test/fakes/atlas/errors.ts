/** An error as the Atlas Admin API answers it: the operator decides by the code, not by the HTTP status. */
export class AtlasError extends Error {
  readonly status: number;
  readonly errorCode: string;

  constructor(status: number, errorCode: string, detail: string) {
    super(detail);
    this.status = status;
    this.errorCode = errorCode;
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** The body of an error (schema ApiError of the Admin API; atlas.md, "Wire"). */
export function errorBody(error: AtlasError): Record<string, unknown> {
  return {
    error: error.status,
    errorCode: error.errorCode,
    reason: reasons[error.status] ?? 'Error',
    detail: error.message,
    parameters: [],
  };
}

/** For an object that Atlas does not have; the code differs from kind to kind. */
export function notFound(errorCode: string, what: string): AtlasError {
  return new AtlasError(404, errorCode, `${what} was not found.`);
}
