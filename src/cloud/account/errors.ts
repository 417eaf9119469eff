/** What the cloud's SDK threw, below the sentence that was made of it. */
export function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A text that says something: undefined for anything else, and for an empty one. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function firstLine(message: string): string {
  return message.split(/\r?\n/)[0]?.trim() ?? '';
}

/** Codes of Node that mean that a host cannot be reached (nodejs.org/api/errors.html, "Common system errors", and dns.lookup). */
const unreachable: ReadonlySet<string> = new Set(['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNRESET']);

/** Whether an error's code says that the cloud could not be reached. @param own codes of the cloud's SDK that say the same */
export function isUnreachable(code: string, own: readonly string[]): boolean {
  return unreachable.has(code) || own.includes(code);
}
