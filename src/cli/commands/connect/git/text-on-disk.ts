import { access, constants, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../../../core/errors.ts';

/** The mode of a file that is new. */
const MODE = 0o644;

/** The bits of a mode that let anybody write. */
const WRITABLE = 0o222;

const otherFile = 'name the file that has the manifest, or leave out --write and make the printed change yourself';
const allowIt = 'allow it, or leave out --write and make the printed change yourself';

/** What is wrong with a file, by the code of the system's error (errno(3)). */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'you have no permission',
  EPERM: 'the system does not permit it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its file system is full',
  EDQUOT: 'your share of its file system is used up',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
};

/** @param mayLack whether a file that is missing is as good as an empty one @throws UserError */
export async function textOf(file: string, mayLack: boolean): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (mayLack && codeOf(error) === 'ENOENT') return '';
    throw failed('read', file, error);
  }
}

/**
 * Refuses a file that replaceText could not replace. One that nobody may write is refused to root, too, whom the system does not stop.
 * @throws UserError
 */
export async function refuseUnwritable(file: string): Promise<void> {
  const path = await realpath(file).catch(() => file);
  const folder = dirname(path);
  try {
    await refuseMode(folder, `the folder ${folder} is read-only, so that ${file} cannot be replaced`);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = codeOf(error) === 'ENOENT' ? 'there is no such folder' : reasonOf(error);
    throw new UserError(`cannot write into the folder ${folder}: ${reason}`, { cause: error, hint: allowIt });
  }
  try {
    await refuseMode(path, `${file} is read-only`);
    await access(path, constants.W_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (codeOf(error) !== 'ENOENT') throw failed('write', file, error);
  }
}

async function refuseMode(path: string, sentence: string): Promise<void> {
  if (((await stat(path)).mode & WRITABLE) === 0) throw new UserError(sentence, { hint: allowIt });
}

/** Replaces the file as a whole, so that a person's manifest is never left half written. @throws UserError */
export async function replaceText(file: string, text: string): Promise<void> {
  const path = await realpath(file).catch(() => file);
  const mode = await stat(path).then(
    (found) => found.mode,
    () => MODE,
  );
  const next = `${path}.atlas-pe`;
  try {
    await writeFile(next, text, { mode });
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    throw failed('write', file, error);
  }
}

function failed(doing: 'read' | 'write', file: string, error: unknown): unknown {
  if (codeOf(error) === undefined) return error;
  const hint = doing === 'read' ? otherFile : allowIt;
  return new UserError(`cannot ${doing} ${file}: ${reasonOf(error)}`, { cause: error, hint });
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return (code === undefined ? undefined : reasons[code]) ?? `the system answered ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
