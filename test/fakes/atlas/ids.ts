import { createHash } from 'node:crypto';

/** An id as Atlas makes them, 24 hexadecimal digits; the same for the same words. */
export function atlasId(...words: readonly string[]): string {
  return createHash('sha256').update(words.join('/')).digest('hex').slice(0, 24);
}
