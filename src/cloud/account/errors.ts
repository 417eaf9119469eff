import { UserError } from '../../core/errors.ts';
import type { Hint, NextCommand } from '../../core/next-command.ts';

/** The error of the cloud's SDK behind a UserError that was made of it. */
export function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** What a cloud's SDK threw, taken apart. */
export interface CloudFailure {
  /** The cloud's own code. */
  readonly code: string;
  readonly message: string;
}

/**
 * The error for a request that a cloud refused.
 * @param advice what to do about it, if the code tells
 * @param lookWith the command that shows the object, for a code without advice
 */
export function refusal(
  sentence: string,
  cause: unknown,
  advice: Hint | undefined,
  lookWith: NextCommand | undefined,
): UserError {
  const hint = advice ?? (lookWith === undefined ? undefined : ['look at it with: ', lookWith]);
  return new UserError(sentence, { cause, ...(hint === undefined ? {} : { hint }) });
}

/** The message of whatever was thrown. Where a cloud answered with an object for its message, the SDKs of Azure and Google say "[object Object]". */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('[object ') ? 'it does not say why' : message;
}

export function firstLine(message: string): string {
  return message.split(/\r?\n/)[0]?.trim() ?? '';
}

/** Node's error codes for a host to which there is no connection (nodejs.org/api/errors.html, "Common system errors", and dns.lookup). */
const unconnected: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // The proxy's own, of network/agent.ts.
  'ERR_PROXY_UNAVAILABLE',
]);

/** Those of a connection that breaks or says nothing. */
const broken: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET']);

/** Whether an error's code says that there was no connection at all. */
export function isUnconnected(code: string): boolean {
  return unconnected.has(code);
}

/** Whether an error's code says that the cloud could not be reached. @param own the SDK's own codes for this */
export function isUnreachable(code: string, own: readonly string[]): boolean {
  return unconnected.has(code) || broken.has(code) || own.includes(code);
}

/** The code of an error, or of the one behind it, as far as it is one of Node's for a connection; empty for any other. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && isUnreachable(at.code, [])) return at.code;
  }
  return '';
}
