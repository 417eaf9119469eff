import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import { whyUnreadable } from './file/why-unreadable.ts';
import type { FileKey, Located, NamedBy } from './file/located.ts';

/** The command that shows what the kubeconfig has. */
const lookAtKubeconfig: Hint = ['look at it with: ', { kubectl: ['config', 'view', '--minify'] }];

/**
 * Tells what names the files of an entry.
 * @param entry such as `user "dev"`
 * @param flags those that stand in the place of its members
 */
export function namedIn(entry: string, flags: readonly FileKey[]): (key: FileKey) => NamedBy {
  return (key) =>
    flags.includes(key)
      ? { text: `the file of --${key}`, hint: `name another file with --${key}, or omit the flag` }
      : { text: `the ${key} of the kubeconfig ${entry}`, hint: lookAtKubeconfig };
}

/** A file that a kubeconfig or a flag names. @throws UserError if it cannot be read */
export function readNamedFile(file: string, { text, hint }: NamedBy): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`cannot read ${file}, ${text}: ${whyUnreadable(error)}`, { cause: error, hint });
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

/** An entry with a value that is base64-encoded in the kubeconfig itself, or else in a file. */
type Entry<K extends string> = Located<{ readonly [Key in K | `${K}-data`]?: string | undefined }>;

/** The value of a member; undefined if it is given neither way. @throws UserError */
export function dataOrFile<K extends Exclude<FileKey, 'tokenFile'>>(entry: Entry<K>, key: K): Buffer | undefined {
  const { value, folder } = entry;
  const [data, path] = [value[`${key}-data`], value[key]];
  refuseLeftOut(data);
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64');
  if (path !== undefined && path !== '') return readNamedFile(located(path, folder), namerOf(entry)(key));
  return undefined;
}

/** What names the files of an entry. */
export function namerOf({ namedBy }: Located<unknown>): (key: FileKey) => NamedBy {
  return namedBy ?? namedIn('entry', []);
}

/** Where the value of a member is from: its file, if it is in one, and what names it. */
export function originOf<K extends Exclude<FileKey, 'tokenFile'>>(entry: Entry<K>, key: K): NamedBy {
  const { text, hint } = namerOf(entry)(key);
  const [data = '', path = ''] = [entry.value[`${key}-data`], entry.value[key]];
  return { text: data !== '' || path === '' ? text : `${located(path, entry.folder)}, ${text}`, hint };
}
