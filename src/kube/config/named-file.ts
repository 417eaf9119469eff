import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';

/** A file that a kubeconfig or a flag names. @throws UserError if it cannot be read */
export function readNamedFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`the kubeconfig names ${file}, which cannot be read`, {
      cause: error,
      hint: ['look at it with: ', { kubectl: ['config', 'view', '--minify'] }],
    });
  }
}

/** A path in a kubeconfig, which is relative to the file that contains it. */
export function located(path: string, folder: string): string {
  return isAbsolute(path) ? path : resolve(folder, path);
}

/** What `kubectl config view` prints in the place of certificates, keys, tokens and passwords, unless it is told --raw. */
const leftOut = new Set(['DATA+OMITTED', 'REDACTED']);

/** Refuses what is no value but stands for one. kubectl takes it for the value, and says that it is no certificate, or is not authorized. */
export function refuseLeftOut(value: string | undefined): void {
  if (value === undefined || !leftOut.has(value)) return;
  throw new UserError(`the kubeconfig has "${value}" in the place of a certificate, a key, a token or a password`, {
    hint: [
      'it was copied from what kubectl prints without --raw; where it came from, print it whole with: ',
      { kubectl: ['config', 'view', '--raw', '--minify', '--flatten'] },
    ],
  });
}

/** A value that is base64-encoded in the kubeconfig itself, or else in a file; undefined if neither is given. @throws UserError */
export function dataOrFile(data: string | undefined, path: string | undefined, folder: string): Buffer | undefined {
  refuseLeftOut(data);
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64');
  if (path !== undefined && path !== '') return readNamedFile(located(path, folder));
  return undefined;
}
