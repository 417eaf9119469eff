import { UserError } from '../../core/errors.ts';
import type { Hint, HintParts } from '../../core/next-command.ts';

const unreached: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** No usable answer: the API server cannot be reached, or is not the one in the kubeconfig. */
export class ConnectionError extends UserError {
  /** False if trying again cannot help, as with an untrusted certificate. */
  readonly passing: boolean;
  /** Whether there was a connection that broke, rather than none at all. */
  readonly reached: boolean;

  constructor(message: string, passing: boolean, cause: unknown, hint: Hint) {
    super(message, { cause, hint });
    this.name = 'ConnectionError';
    this.passing = passing;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    this.reached = !unreached.has(code);
  }
}

const checkContext: HintParts = [
  'check the context with: ',
  { kubectl: ['config', 'current-context'] },
  '  and the server with: ',
  { kubectl: ['cluster-info'] },
];

/** The error for an answer that no Kubernetes API gives, such as the login page of a proxy in front of it. */
export function unintelligible(server: URL, expected: string, cause?: unknown): ConnectionError {
  const message = `The server ${server.host} did not answer like a Kubernetes API: expected ${expected}`;
  return new ConnectionError(message, false, cause, ['a proxy may have answered instead; ', ...checkContext]);
}

/** An error of the socket in kubectl's words; one of a certificate is untrusted.ts's. */
export function connectionError(error: unknown, server: URL): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message || code : String(error);
  if (code === 'ECONNREFUSED') {
    return new ConnectionError(
      `The connection to the server ${server.host} was refused - did you specify the right host or port?`,
      true,
      error,
      checkContext,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConnectionError(
      `Unable to connect to the server: lookup ${server.hostname}: no such host`,
      true,
      error,
      checkContext,
    );
  }
  if (code === 'ERR_INVALID_CHAR') return unsendable(text, error);
  return new ConnectionError(`Unable to connect to the server ${server.host}: ${text}`, true, error, checkContext);
}

/** The error for a header with a character that no header can have, in Go's words (net/http transport.go, roundTrip). */
function unsendable(text: string, cause: unknown): ConnectionError {
  const header = (/\["([^"]*)"\]/.exec(text)?.[1] ?? '').replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
  const what = header === 'Authorization' ? 'the token of this context' : '--as, --as-group or --as-user-extra';
  return new ConnectionError(
    `Unable to connect to the server: net/http: invalid header field value for "${header}"`,
    false,
    cause,
    [
      `${what} has a line break or another character that no header can have; look at the user with: `,
      { kubectl: ['config', 'view', '--minify'] },
    ],
  );
}
