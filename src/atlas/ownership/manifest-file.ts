import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'yaml';
import { isRecord } from '../../kube/json.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';
import { patched } from './patched.ts';
import { lineBreakOf, listIndent } from './text-lines.ts';
import { type Path, type Splice, splicesOf } from './yaml-text.ts';

/** Which object of a file is meant. A manifest may leave its namespace to whatever applies it. */
export type Named = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>;

/** Says what to change, from the object as the file has it; undefined if it has the change already. */
export type FileChange = (object: KubeObject) => readonly PatchOperation[] | undefined;

/** A text of a file after a change. */
export interface EditedFile {
  readonly text: string;
  /** False where the file had the change already. */
  readonly changed: boolean;
}

/** Why a text cannot be changed: it has the object more than once, or has the place to change in a form that is not understood. */
export class UnfitManifestError extends Error {
  readonly why: 'twice' | 'form' | 'full';

  constructor(why: 'twice' | 'form' | 'full') {
    super(why);
    this.name = 'UnfitManifestError';
    this.why = why;
  }
}

/** An object of a file: in which of the documents, and where in it. */
interface Place {
  readonly document: number;
  readonly path: Path;
  readonly object: KubeObject;
}

/**
 * Changes one object in the text of a file, which may stand in a List. Of YAML, all but the changed fields stays byte for byte; JSON is
 * printed again with its indent.
 * @returns undefined if the text has no such object
 * @throws YAMLParseError (npm package `yaml`) for a text that is not YAML; UnfitManifestError
 */
export async function editManifest(text: string, named: Named, change: FileChange): Promise<EditedFile | undefined> {
  const values = await valuesOf(text);
  const [place, second] = values.flatMap((value, document) => placesIn(value, document, named));
  if (place === undefined) return undefined;
  if (second !== undefined) throw new UnfitManifestError('twice');
  const operations = change(place.object);
  if (operations === undefined) return { text, changed: false };
  const json = jsonOf(text);
  if (json !== undefined) {
    const wanted = await wantedOf(place, operations);
    return { text: printedLike(text, replaced(json, place.path, wanted)), changed: true };
  }
  let next = text;
  for (const operation of operations) next = await edited(next, place, operation);
  const wanted = await wantedOf(place, operations);
  const expected = values.map((value, at) => (at === place.document ? replaced(value, place.path, wanted) : value));
  if (!isDeepStrictEqual(await valuesOf(next), expected)) throw new UnfitManifestError('form');
  return { text: next, changed: true };
}

/**
 * The text with one more object at its end.
 * @param asJson whether a text that is empty becomes JSON
 * @throws UnfitManifestError for JSON that has an object and is no List
 */
export async function appendManifest(text: string, object: KubeObject, asJson: boolean): Promise<string> {
  const isEmpty = text.trim() === '';
  if (isEmpty && asJson) return `${JSON.stringify(object, undefined, 2)}\n`;
  const json = jsonOf(text);
  if (json !== undefined) {
    if (!isList(json)) throw new UnfitManifestError('full');
    return printedLike(text, { ...json, items: [...json.items, object] });
  }
  const { stringify } = await import('yaml');
  const lineBreak = lineBreakOf(text);
  const manifest = stringify(object, { lineWidth: 0, indentSeq: listIndent(text) > 0 }).replaceAll('\n', lineBreak);
  const before = text === '' || text.endsWith('\n') ? text : text + lineBreak;
  return isEmpty ? manifest : `${before}---${lineBreak}${manifest}`;
}

/** The object as it has to become. What a patch finds no place for, it leaves out without a word. */
async function wantedOf({ object }: Place, operations: readonly PatchOperation[]): Promise<KubeObject> {
  try {
    const wanted = await patched(object, operations);
    const changes = operations.some(({ op }) => op !== 'test');
    if (!changes || !isDeepStrictEqual(wanted, object)) return wanted;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new UnfitManifestError('form');
}

async function edited(text: string, { document: at, path }: Place, operation: PatchOperation): Promise<string> {
  const yaml = await import('yaml');
  const document = (await parsed(text))[at];
  const whole = [...path, ...operation.path.split('/').slice(1).map(unescaped)];
  const splices = document === undefined ? undefined : splicesOf({ yaml, document, text }, whole, operation);
  if (splices === undefined) throw new UnfitManifestError('form');
  const fromTheEnd = splices.toSorted((one, other) => other.from - one.from);
  const next = fromTheEnd.reduce(
    (now, { from, to, text: by }: Splice) => now.slice(0, from) + by + now.slice(to),
    text,
  );
  await parsed(next).catch(() => {
    throw new UnfitManifestError('form');
  });
  return next;
}

async function valuesOf(text: string): Promise<readonly unknown[]> {
  return (await parsed(text)).map((document): unknown => document.toJS());
}

async function parsed(text: string): Promise<readonly Document[]> {
  const { parseAllDocuments } = await import('yaml');
  const documents: readonly Document[] = [...parseAllDocuments(text, { merge: true })];
  for (const { errors } of documents) if (errors[0] !== undefined) throw errors[0];
  return documents;
}

/** A text as JSON; undefined if it is something else. */
function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function printedLike(text: string, value: unknown): string {
  const indent = /^\s*\{[ \t]*\r?\n([ \t]+)/.exec(text)?.[1];
  const end = /\s*$/.exec(text)?.[0] ?? '';
  return JSON.stringify(value, undefined, indent).replaceAll('\n', lineBreakOf(text)) + end;
}

function placesIn(value: unknown, document: number, named: Named): readonly Place[] {
  if (isList(value))
    return value.items.flatMap((object, at) =>
      isObject(object) && isNamed(object, named) ? [{ document, path: ['items', at], object }] : [],
    );
  return isObject(value) && isNamed(value, named) ? [{ document, path: [], object: value }] : [];
}

/** What `kubectl get -o yaml` prints of several objects. */
function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return isRecord(value) && String(value['kind']).endsWith('List') && Array.isArray(value['items']);
}

/** A document with another object at a place. */
function replaced(value: unknown, [items, at]: Path, object: KubeObject): unknown {
  if (items === undefined || !isList(value)) return object;
  return { ...value, items: value.items.map((item, index) => (index === at ? object : item)) };
}

function isObject(value: unknown): value is KubeObject {
  return isRecord(value) && isRecord(value['metadata']);
}

function isNamed({ apiVersion, kind, metadata }: KubeObject, named: Named): boolean {
  const { name, namespace } = named.metadata;
  return (
    apiVersion === named.apiVersion &&
    kind === named.kind &&
    metadata.name === name &&
    (metadata.namespace ?? namespace) === namespace
  );
}

/** A part of a JSON pointer (RFC 6901); what is an index becomes a number. */
function unescaped(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
}
