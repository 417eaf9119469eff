import type { Document, YAMLSeq } from 'yaml';
import { isRecord } from '../../kube/json.ts';
import type { KubeObject, PatchOperation } from '../../kube/resource.ts';

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

/**
 * Changes one object in the text of a file. The order, the comments and the other documents stay.
 * @returns undefined if the text has no such object
 * @throws YAMLParseError (npm package `yaml`) for a text that is not YAML
 */
export async function editManifest(text: string, named: Named, change: FileChange): Promise<EditedFile | undefined> {
  const documents = await parsed(text);
  for (const document of documents) {
    const object: unknown = document.toJS();
    if (!isObject(object) || !isNamed(object, named)) continue;
    const operations = change(object);
    if (operations === undefined) return { text, changed: false };
    for (const operation of operations) await apply(document, operation);
    return { text: written(documents, text), changed: true };
  }
  return undefined;
}

/** The text with one more object at its end. */
export async function appendManifest(text: string, object: KubeObject): Promise<string> {
  const { stringify } = await import('yaml');
  const manifest = stringify(object, { lineWidth: 0, indentSeq: indentsLists(text) });
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return before.trim() === '' ? manifest : `${before}---\n${manifest}`;
}

async function parsed(text: string): Promise<readonly Document[]> {
  const { parseAllDocuments } = await import('yaml');
  const documents: readonly Document[] = [...parseAllDocuments(text)];
  for (const { errors } of documents) if (errors[0] !== undefined) throw errors[0];
  return documents;
}

function written(documents: readonly Document[], text: string): string {
  const flowCollectionPadding = !/[{[][^\s\]}].*[\]}]/.test(text);
  const options = { lineWidth: 0, indentSeq: indentsLists(text), flowCollectionPadding };
  return documents.map((document) => document.toString(options)).join('');
}

/** Whether the items of a list stand further right than its name, as in most files; kubectl prints them below it. */
function indentsLists(text: string): boolean {
  return !/^( *)(?:- )?[\w."'-]+:[ \t]*\n\1- /m.test(text);
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

/** Does to a document what JSON Patch (RFC 6902) does to a value. Tests are of the object in the cluster, and are left out. */
async function apply(document: Document, operation: PatchOperation): Promise<void> {
  const { isSeq } = await import('yaml');
  const path = operation.path.split('/').slice(1).map(unescaped);
  if (operation.op === 'test') return;
  if (operation.op === 'remove') {
    document.deleteIn(path);
    return;
  }
  const value = document.createNode(operation.value);
  if (path.at(-1) !== '-') return document.setIn(path, value);
  const list = document.getIn(path.slice(0, -1));
  if (isSeq(list)) append(list, value);
}

function append(list: YAMLSeq, value: unknown): void {
  // An empty list can only be written in brackets; what is added to it need not be.
  if (list.items.length === 0) list.flow = false;
  list.add(value);
}

/** A part of a JSON pointer (RFC 6901); what is an index becomes a number. */
function unescaped(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
}
