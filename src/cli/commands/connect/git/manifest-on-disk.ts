import { readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import type { GitChange } from '../../../../atlas/connect/through-git.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import {
  appendManifest,
  type EditedFile,
  editManifest,
  type FileChange,
} from '../../../../atlas/ownership/manifest-file.ts';
import { UserError } from '../../../../core/errors.ts';
import type { KubeObject } from '../../../../kube/resource.ts';

/** The mode of a file that is new. */
const MODE = 0o644;

const otherFile = 'name the file that has the manifest, or leave out --write and make the printed change yourself';
const correctIt = 'correct it, then run the same command again';

/**
 * Refuses a file in which an object cannot be changed.
 * @param objects those that are there already; where there are none, the file may be missing
 * @throws UserError for a file that cannot be read, is not YAML, or lacks one of the objects
 */
export async function refuseUnfit(file: string, objects: readonly KubeObject[]): Promise<void> {
  const text = await textOf(file, objects.length === 0);
  for (const object of objects) await edited(file, text, object, () => undefined);
}

/**
 * Makes a change in a file.
 * @returns false where the file had it already
 * @throws UserError for a file that cannot be read or written, is not YAML, or has another manifest than the cluster
 */
export async function changeFile(file: string, { object, isNew, operations, isThere }: GitChange): Promise<boolean> {
  const text = await textOf(file, isNew);
  const change: FileChange = (now) => {
    if (isThere(now)) return undefined;
    if (isNew) throw unlike(file, now, 'declares something else');
    try {
      return operations(now);
    } catch (error) {
      throw unlike(file, now, 'does not declare this endpoint, as the cluster does', error);
    }
  };
  const { changed, text: next } = isNew ? await added(text, object, change) : await edited(file, text, object, change);
  if (changed) await replaceText(file, next);
  return changed;
}

/** The text with a new object, unless it is in there. */
async function added(text: string, object: KubeObject, change: FileChange): Promise<EditedFile> {
  const found = await editManifest(text, object, change);
  return found ?? { text: await appendManifest(text, cleanManifest(object)), changed: true };
}

async function edited(file: string, text: string, object: KubeObject, change: FileChange): Promise<EditedFile> {
  const { kind, metadata } = object;
  let found;
  try {
    found = await editManifest(text, object, change);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'YAMLParseError') throw error;
    throw new UserError(`${file} is not YAML: ${error.message.split('\n')[0]}`, { cause: error, hint: correctIt });
  }
  if (found !== undefined) return found;
  throw new UserError(`${file} has no ${kind} ${metadata.name} of namespace ${metadata.namespace}`, {
    hint: otherFile,
  });
}

/** The error for a manifest that is not what the cluster has. */
function unlike(file: string, { kind, metadata: { name } }: KubeObject, how: string, cause?: unknown): UserError {
  return new UserError(`the manifest of ${kind} ${name} in ${file} ${how}`, { cause, hint: correctIt });
}

/** @param mayLack whether a file that is missing is as good as an empty one */
async function textOf(file: string, mayLack: boolean): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (mayLack && 'code' in error && error.code === 'ENOENT') return '';
    throw new UserError(`cannot read ${file}: ${error.message}`, { cause: error, hint: otherFile });
  }
}

/** Replaces the file as a whole, so that a person's manifest is never left half written. */
async function replaceText(file: string, text: string): Promise<void> {
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
    if (!(error instanceof Error)) throw error;
    throw new UserError(`cannot write ${file}: ${error.message}`, { cause: error, hint: otherFile });
  }
}
