import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The SHA-256 of a file in lower-case hex, the only case that krew takes (krew internal/index/validation/validate.go). */
function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The sums of files of one folder, by file name. */
export function checksums(folder: string, files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [file, sha256(join(folder, file))]));
}

/** The form that `sha256sum --check` reads. */
export function checksumFile(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([file, sum]) => `${sum}  ${file}\n`).join('');
}
