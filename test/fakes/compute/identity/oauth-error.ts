/** A refusal of a token endpoint: `{"error", "error_description"}` (RFC 6749, 5.2). */
export class OAuthError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }

  body(): unknown {
    return { error: this.code, error_description: this.message };
  }
}
