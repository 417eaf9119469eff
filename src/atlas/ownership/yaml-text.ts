import type * as Yaml from 'yaml';
import type { Document, Node, Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import type { PatchOperation } from '../../kube/resource.ts';
import {
  columnOf,
  endOfLine,
  isFirstOfLine,
  lineBreakOf,
  lineStart,
  listIndent,
  nextLine,
  padded,
} from './text-lines.ts';

/** Where something stands in an object: keys, and the indexes of lists. */
export type Path = readonly (string | number)[];

/** A part of a text, and what takes its place. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

type Collection = YAMLMap<ParsedNode, ParsedNode | null> | YAMLSeq<ParsedNode>;

/** A document with the text that it was read from. */
interface Source {
  readonly yaml: typeof Yaml;
  readonly document: Document;
  readonly text: string;
}

/**
 * Where a text changes for one operation of a JSON Patch (RFC 6902). Nothing but the item or the field itself is printed anew. A `test`
 * is of the object in the cluster, and changes nothing.
 * @returns undefined where the text has no such place, or one that an alias fills
 */
export function splicesOf(source: Source, path: Path, operation: PatchOperation): readonly Splice[] | undefined {
  if (operation.op === 'test') return [];
  const parent = collectionAt(source, path.slice(0, -1));
  const last = path.at(-1);
  if (parent === undefined || last === undefined) return undefined;
  if (operation.op === 'remove') return removal(source, parent, last);
  const { value } = operation;
  if (last === '-') {
    if (parent.items.length > 0) return addition(source, parent, [value]);
    return splicesOf(source, path.slice(0, -1), { op: 'add', path: '', value: [value] });
  }
  const { isMap, isScalar } = source.yaml;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
  return pair === undefined ? addition(source, parent, { [last]: value }) : filling(source, { parent, pair }, value);
}

function collectionAt({ yaml, document }: Source, path: Path): Collection | undefined {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return yaml.isCollection<ParsedNode>(node) ? (node as Collection) : undefined;
}

/** More items, or more fields, after the last. */
function addition(source: Source, parent: Collection, value: object): readonly Splice[] | undefined {
  const { text } = source;
  const last = parent.items.at(-1);
  if (last === undefined) return undefined;
  const end = endOf(source, last);
  if (parent.flow !== true) {
    const at = endOfLine(text, end);
    const column = columnOf(text, startOf(parent));
    return [{ from: at, to: at, text: lineBreakOf(text) + padded(block(source, value), column, text) }];
  }
  const more = flow(source, value).slice(1, -1).trim();
  const rest = text.slice(end, endOfLine(text, end));
  if (!isFirstOfLine(text, startOf(last)) || /[\]}]/.test(rest)) return [{ from: end, to: end, text: `, ${more}` }];
  const comma = /^[ \t]*,/.test(rest) ? ',' : '';
  const at = endOfLine(text, end);
  const line = lineBreakOf(text) + padded(more, columnOf(text, startOf(last)), text) + comma;
  return [...(comma === '' ? [{ from: end, to: end, text: ',' }] : []), { from: at, to: at, text: line }];
}

/** Another value of a field that has a single value, nothing, or an empty list. */
function filling(
  source: Source,
  { parent, pair }: { readonly parent: Collection; readonly pair: Pair<ParsedNode, ParsedNode | null> },
  value: unknown,
): readonly Splice[] | undefined {
  const { text, yaml } = source;
  const { key, value: old } = pair;
  if (old === null || (!yaml.isScalar(old) && !(yaml.isCollection(old) && old.items.length === 0))) return undefined;
  // A value that is left out is said to stand behind the blanks, or the comment.
  const colon = text.indexOf(':', key.range[1]) + 1;
  const [from, to] = old.range[0] === old.range[1] ? [colon, colon] : old.range;
  if (yaml.isCollection(old) && text.slice(from, to).includes('#')) return undefined;
  const before = /[\s]$/.test(text.slice(0, from)) ? '' : ' ';
  if (parent.flow === true || typeof value !== 'object' || value === null)
    return [{ from, to, text: before + flow(source, value) }];
  const at = endOfLine(text, to);
  const isLast = text.slice(to, at).trim() === '';
  const column = columnOf(text, key.range[0]) + (Array.isArray(value) ? listIndent(text) : 2);
  const line = lineBreakOf(text) + padded(block(source, value), column, text);
  const blanks = isLast ? from - text.slice(0, from).trimEnd().length : 0;
  return [
    { from: from - blanks, to: isLast ? at : to + (/^[ \t]/.test(text.slice(to)) && before === '' ? 1 : 0), text: '' },
    { from: at, to: at, text: line },
  ];
}

/** Takes out an item or a field, with the comment at the end of its line. A list that is left without items becomes an empty one. */
function removal(source: Source, parent: Collection, last: string | number): readonly Splice[] | undefined {
  const { text, yaml } = source;
  const index = yaml.isSeq(parent)
    ? Number(last)
    : parent.items.findIndex(({ key }) => yaml.isScalar(key) && key.value === last);
  const item = parent.items[index];
  if (item === undefined) return undefined;
  const end = endOf(source, item);
  if (parent.items.length === 1) {
    const empty = yaml.isSeq(parent) ? '[]' : '{}';
    return [{ from: startOf(parent), to: parent.flow === true ? (parent.range?.[1] ?? end) : end, text: empty }];
  }
  if (parent.flow === true) {
    const next = parent.items[index + 1];
    const previous = parent.items[index - 1];
    if (next !== undefined) return [{ from: startOf(item), to: startOf(next), text: '' }];
    return previous === undefined ? undefined : [{ from: endOf(source, previous), to: end, text: '' }];
  }
  const start = lineStart(text, startOf(item));
  // The first field of an item of a list stands beside the dash, which stays.
  if (!/^ *(?:- *)?$/.test(text.slice(start, startOf(item)))) return undefined;
  if (yaml.isMap(parent) && !isFirstOfLine(text, startOf(item))) return undefined;
  return [{ from: start, to: nextLine(text, end), text: '' }];
}

/** Where the text of a node begins; of a pair, that of its key. */
function startOf(item: Node | Pair<ParsedNode, ParsedNode | null>): number {
  return ('key' in item ? item.key.range[0] : item.range?.[0]) ?? 0;
}

/** Where the last value in a node ends: what follows it on its line is a comment. */
function endOf(source: Source, item: Node | Pair<ParsedNode, ParsedNode | null>): number {
  if ('key' in item) return item.value === null ? item.key.range[1] : endOf(source, item.value);
  const last = source.yaml.isCollection<ParsedNode>(item) ? (item as Collection).items.at(-1) : undefined;
  if (last !== undefined && (item as Collection).flow !== true) return endOf(source, last);
  const end = item.range?.[1] ?? 0;
  // The text of a block of lines goes on to the beginning of the next line.
  return source.text[end - 1] === '\n' ? source.text.slice(0, end).trimEnd().length : end;
}

function block({ yaml, text }: Source, value: unknown): string {
  return yaml.stringify(value, { lineWidth: 0, indentSeq: listIndent(text) > 0 }).trimEnd();
}

/** A value in brackets, on one line. */
function flow({ yaml, text }: Source, value: unknown): string {
  const flowCollectionPadding = !/[{[][^\s\]}].*[\]}]/.test(text);
  const printed = yaml.stringify(value, { lineWidth: 0, collectionStyle: 'flow', flowCollectionPadding }).trimEnd();
  return printed.replaceAll(/\n */g, ' ');
}
