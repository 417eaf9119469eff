import { readFileSync } from 'node:fs';
import { UserError } from '../../../core/errors.ts';
import { messageOf } from '../errors.ts';

/**
 * The certificates in a file, which replace those that are trusted otherwise.
 * @param namedBy what names the file, as the subject of a sentence
 * @throws UserError if the file cannot be read, or holds no certificate
 */
export function readBundle(file: string, namedBy: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${namedBy} names a file that cannot be read: ${messageOf(error)}`, {
      cause: error,
      hint: 'set it to the path of a file with the certificates to trust, in PEM format',
    });
  }
  if (text.includes('-----BEGIN CERTIFICATE-----') || text.includes('-----BEGIN TRUSTED CERTIFICATE-----')) return text;
  throw new UserError(`${namedBy} names ${file}, which holds no certificate in PEM format`, {
    hint: 'each certificate begins with a line -----BEGIN CERTIFICATE-----',
  });
}
