import { createHash } from 'node:crypto';
import { type ScriptCommand, hasVariables, markerOf, withVariables } from './script.ts';

/** How many digits tell two names apart. */
const DIGITS = 8;

/** The variable that takes the digest. */
const DIGEST = 'hash';

/** Eight hexadecimal digits that tell a text from others; a variable for a text that has some itself. */
export function digestOf(text: string): string {
  return hasVariables(text) ? markerOf(DIGEST) : createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}

/** What has to stand before the first use of that variable. */
export function digestCommands(text: string): readonly ScriptCommand[] {
  return hasVariables(text) ? [{ set: DIGEST, digestOf: withVariables(text), digits: DIGITS }] : [];
}
