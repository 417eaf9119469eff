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

/** A value that is base64-encoded in the kubeconfig itself, or else in a file; undefined if neither is given. @throws UserError */
export function dataOrFile(data: string | undefined, path: string | undefined, folder: string): Buffer | undefined {
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64');
  if (path !== undefined && path !== '') return readNamedFile(located(path, folder));
  return undefined;
}
