import { UserError } from '../../core/errors.ts';
import { goJson, goText, goType, passes, sortedEntries } from './go-values.ts';
import type { ListNode, Node } from './nodes.ts';
import { parseJsonPath } from './parser.ts';

/** A parsed template of kubectl's jsonpath dialect. */
export class JsonPath {
  readonly #template: string;
  readonly #root: readonly Node[];

  /** @throws UserError, in kubectl's words, for a malformed template */
  constructor(template: string) {
    this.#template = template;
    try {
      this.#root = parseJsonPath(template).nodes;
    } catch (error) {
      throw new UserError(`error parsing jsonpath ${template}, ${reasonOf(error)}`, { cause: error });
    }
  }

  /** What the template finds, one list for each of its parts. @throws Error in client-go's words */
  find(data: unknown): readonly (readonly unknown[])[] {
    return new Search(this.#root).results(data, 0);
  }

  /** The template filled in (cli-runtime pkg/printers/jsonpath.go). @throws UserError if it does not fit the data */
  print(data: unknown): string {
    return this.#found(data)
      .map((values) => values.map(asText).join(' '))
      .join('');
  }

  /** What the template finds, as JSON lists, like `-o jsonpath-as-json`. @throws UserError if the template does not fit the data */
  printAsJson(data: unknown): string {
    return this.#found(data)
      .map((values) => `${goJson(values, '    ')}\n`)
      .join('');
  }

  #found(data: unknown): readonly (readonly unknown[])[] {
    try {
      return this.find(data);
    } catch (error) {
      throw new UserError(
        `error executing jsonpath ${JSON.stringify(this.#template)}: Error executing template: ${reasonOf(error)}`,
        { cause: error, hint: 'the template is filled in from what -o json prints' },
      );
    }
  }
}

/** Why a template cannot be read or filled in. The only RangeError is that of a stack which is used up. */
export function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  return error instanceof Error ? error.message : String(error);
}

function asText(value: unknown): string {
  if (value === undefined) return '<no value>';
  if (value === null) return 'null';
  return typeof value === 'object' && (Array.isArray(value) || value.constructor === Object)
    ? goJson(value)
    : goText(value);
}

/** A walk through a template (client-go util/jsonpath/jsonpath.go), with its count of open ranges. */
class Search {
  readonly #nodes: readonly Node[];
  #begin = 0;
  #inside = 0;
  #ending = 0;
  /** The position of the last {end}. */
  #lastEnd = -1;

  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
  }

  /** Fills in the nodes from a position on, until the end of the range that they are in. */
  results(data: unknown, from: number): unknown[][] {
    const all: unknown[][] = [];
    for (let at = from; at < this.#nodes.length; at += 1) {
      const node = this.#nodes[at];
      if (node === undefined) break;
      const values = this.#walk([data], node);
      if (this.#ending > 0 && this.#ending <= this.#inside) {
        this.#ending -= 1;
        this.#lastEnd = at;
        break;
      }
      if (this.#begin === 0) {
        all.push(values);
        continue;
      }
      this.#begin -= 1;
      this.#inside += 1;
      // A range over nothing is walked too, to find its end.
      if (values.length === 0) this.results(undefined, at + 1);
      for (const value of values) all.push(...this.results(value ?? undefined, at + 1));
      this.#inside -= 1;
      if (this.#lastEnd > at) at = this.#lastEnd;
    }
    return all;
  }

  #walk(input: unknown[], node: Node): unknown[] {
    switch (node.type) {
      case 'list':
        return this.#list(input, node);
      case 'text':
        return [node.text];
      case 'literal':
        return input.map(() => node.value);
      case 'field':
        return input.flatMap((value) => (isMap(value) && Object.hasOwn(value, node.name) ? [value[node.name]] : []));
      case 'wildcard':
        return input.flatMap(childrenOf);
      case 'recursive':
        return input.flatMap(descendants);
      case 'slice':
        return input.flatMap((value) => slice(value, node));
      case 'union':
        return node.lists.flatMap((list) => this.#list(input, list));
      case 'filter':
        return input.flatMap((value) => this.#filter(value, node));
      case 'identifier':
        return this.#identifier(input, node.name);
    }
  }

  #list(input: unknown[], { nodes }: ListNode): unknown[] {
    return nodes.reduce((values, node) => this.#walk(values, node), input);
  }

  #identifier(input: unknown[], name: string): unknown[] {
    if (name === 'range') {
      this.#begin += 1;
      return input;
    }
    if (name !== 'end') throw new Error(`unrecognized identifier ${name}`);
    if (this.#inside === 0) throw new Error('not in range, nothing to end');
    this.#ending += 1;
    return [];
  }

  #filter(value: unknown, node: Extract<Node, { type: 'filter' }>): unknown[] {
    // Where kubectl shows the value, only its type is shown: it may be that of a Secret.
    if (!Array.isArray(value)) throw new Error(`${goType(value)} is not array or slice and cannot be filtered`);
    return value.filter((item: unknown) => {
      if (node.operator === 'exists') return this.#exists(item, node.left);
      const [left, right] = [this.#one(item, node.left), this.#one(item, node.right)];
      return left.length > 0 && right.length > 0 && passes(left[0], node.operator, right[0]);
    });
  }

  /** A filter without an operator tests for existence. As in client-go, an error counts as existence, because the input is passed on. */
  #exists(item: unknown, list: ListNode): boolean {
    try {
      return this.#list([item], list).length > 0;
    } catch {
      return true;
    }
  }

  #one(item: unknown, list: ListNode): unknown[] {
    const values = this.#list([item], list);
    if (values.length > 1) throw new Error('can only compare one element at a time');
    return values;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a map or list; of a string, as in Go, its bytes. */
function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...Buffer.from(value)];
  return isMap(value) ? sortedEntries(value).map(([, item]) => item) : [];
}

/** A value and all below it that have members themselves. */
function descendants(value: unknown): unknown[] {
  const children = childrenOf(value);
  return children.length === 0 ? [] : [value, ...children.flatMap(descendants)];
}

function slice(value: unknown, { bounds }: Extract<Node, { type: 'slice' }>): unknown[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new Error(`${goType(value)} is not array or slice`);
  const { length } = value;
  const [first, last, every] = bounds;
  let from = first.value ?? 0;
  if (from < 0) from += length;
  let to = last.value ?? length;
  if (to < 0 || (to === 0 && last.derived === true)) to += length;
  if (from === to) return [];
  if (from >= length || from < 0) throw new Error(`array index out of bounds: index ${from}, length ${length}`);
  if (to > length || to < 0) throw new Error(`array index out of bounds: index ${to - 1}, length ${length}`);
  if (from > to) throw new Error(`starting index ${from} is greater than ending index ${to}`);
  const step = every.value ?? 1;
  if (step <= 0) throw new Error('step must be > 0');
  return value.slice(from, to).filter((_item, index) => index % step === 0);
}
