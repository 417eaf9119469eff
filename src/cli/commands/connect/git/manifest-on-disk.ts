import type { GitChange } from '../../../../atlas/connect/through-git.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import {
  appendManifest,
  type EditedFile,
  editManifest,
  type FileChange,
  UnfitManifestError,
} from '../../../../atlas/ownership/manifest-file.ts';
import { UserError } from '../../../../core/errors.ts';
import { isRecord } from '../../../../kube/json.ts';
import type { KubeObject, PatchOperation } from '../../../../kube/resource.ts';
import { refuseUnwritable, replaceText, textOf } from './text-on-disk.ts';

/** An object that is to be changed in a file, or added to it. */
interface Meant {
  readonly object: KubeObject | undefined;
  /** The list of its endpoints; undefined if the object is new. */
  readonly list?: readonly string[];
}

const otherFile = 'name the file that has the manifest, or leave out --write and make the printed change yourself';
const correctIt = 'correct it, then run the same command again';

/**
 * Refuses a file in which an object cannot be changed.
 * @param meant where all of them are new, the file may be missing
 * @throws UserError for a file that cannot be read or written, is neither YAML nor JSON, lacks one of the objects, or has it twice
 */
export async function refuseUnfit(file: string, meant: readonly Meant[]): Promise<void> {
  const text = await textOf(
    file,
    meant.every(({ list }) => list === undefined),
  );
  await refuseUnwritable(file);
  for (const { object, list } of meant) {
    if (object === undefined) continue;
    if (list === undefined) await added(file, text, object, () => undefined);
    else await edited(file, text, object, (now) => trial(now, list));
  }
}

/** One more item: a list that takes none is found before there is a cloud endpoint to put in. */
function trial(object: KubeObject, list: readonly string[]): readonly PatchOperation[] {
  const path = `/${list.join('/')}`;
  const items = list.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), object);
  return Array.isArray(items)
    ? [{ op: 'add', path: `${path}/-`, value: { id: 'trial' } }]
    : [{ op: 'add', path, value: [{ id: 'trial' }] }];
}

/**
 * Makes a change in a file.
 * @returns false where the file had it already
 * @throws UserError for a file that cannot be read or written, is neither YAML nor JSON, or has another manifest than the cluster
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
  const { changed, text: next } = isNew
    ? await added(file, text, object, change)
    : await edited(file, text, object, change);
  if (changed) await replaceText(file, next);
  return changed;
}

/** The text with a new object, unless it is in there. */
async function added(file: string, text: string, object: KubeObject, change: FileChange): Promise<EditedFile> {
  const append = async (): Promise<EditedFile> => ({
    text: await appendManifest(text, cleanManifest(object), file.endsWith('.json')),
    changed: true,
  });
  return understood(file, text, object, async () => (await editManifest(text, object, change)) ?? (await append()));
}

async function edited(file: string, text: string, object: KubeObject, change: FileChange): Promise<EditedFile> {
  const found = await understood(file, text, object, () => editManifest(text, object, change));
  if (found !== undefined) return found;
  const { kind, metadata } = object;
  throw new UserError(`${file} has no ${kind} ${metadata.name} of namespace ${metadata.namespace}`, {
    hint: otherFile,
  });
}

/** Does something with the text of a file, and says what is wrong with it. */
async function understood<T>(
  file: string,
  text: string,
  { kind, metadata: { name, namespace } }: KubeObject,
  doing: () => Promise<T>,
): Promise<T> {
  if (file.endsWith('.json')) refuseOtherThanJson(file, text);
  try {
    return await doing();
  } catch (error) {
    if (error instanceof UnfitManifestError) {
      const sentence = {
        twice: `${file} has ${kind} ${name} of namespace ${namespace} more than once, and which of them is applied is not known`,
        form: `${file} has ${kind} ${name} in a form that cannot be changed in place, such as with an alias or a merged key`,
        full: `${file} is JSON that already has another object, and has no list to which ${kind} ${name} could be added`,
      }[error.why];
      throw new UserError(sentence, { cause: error, hint: error.why === 'twice' ? correctIt : otherFile });
    }
    if (!(error instanceof Error) || error.name !== 'YAMLParseError') throw error;
    throw new UserError(`${file} is not YAML: ${error.message.split('\n')[0]}`, { cause: error, hint: correctIt });
  }
}

function refuseOtherThanJson(file: string, text: string): void {
  if (text.trim() === '') return;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError(`${file} is named as JSON, and is not JSON`, { cause: error, hint: correctIt });
  }
}

/** The error for a manifest that is not what the cluster has. */
function unlike(file: string, { kind, metadata: { name } }: KubeObject, how: string, cause?: unknown): UserError {
  return new UserError(`the manifest of ${kind} ${name} in ${file} ${how}`, { cause, hint: correctIt });
}
