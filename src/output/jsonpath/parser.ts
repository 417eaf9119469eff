import { UserError } from '../../core/errors.ts';
import { type Bound, Float, type ListNode } from './nodes.ts';
import { unquote } from './unquote.ts';

/**
 * Reads a template of kubectl's jsonpath dialect: text, and expressions in braces. It follows client-go util/jsonpath/parser.go step
 * by step, because a template means what that parser makes of it, odd corners included.
 * @throws UserError in the parser's words
 */
export function parseJsonPath(template: string): ListNode {
  return new Parser(template).parse();
}

class Parser {
  readonly #input: string;
  readonly #root: ListNode = { type: 'list', nodes: [] };
  #position = 0;
  #start = 0;
  #width = 0;

  constructor(input: string) {
    this.#input = input;
  }

  parse(): ListNode {
    for (let list = this.#text(); list !== undefined; list = this.#text()) this.#expression(list);
    return this.#root;
  }

  /** What was read since this was last called. */
  #consume(): string {
    const value = this.#input.slice(this.#start, this.#position);
    this.#start = this.#position;
    return value;
  }

  /** The next character; undefined at the end. */
  #next(): string | undefined {
    const point = this.#input.codePointAt(this.#position);
    const character = point === undefined ? undefined : String.fromCodePoint(point);
    this.#width = character?.length ?? 0;
    this.#position += this.#width;
    return character;
  }

  #back(): void {
    this.#position -= this.#width;
  }

  #at(prefix: string): boolean {
    return this.#input.startsWith(prefix, this.#position);
  }

  /** Reads up to the next expression. @returns the list that its parts belong into; undefined at the end */
  #text(): ListNode | undefined {
    const brace = this.#input.indexOf('{', this.#position);
    this.#position = brace < 0 ? this.#input.length : brace;
    if (this.#position > this.#start) this.#root.nodes.push({ type: 'text', text: this.#consume() });
    if (brace < 0) return undefined;
    this.#position += 1;
    this.#consume();
    const list: ListNode = { type: 'list', nodes: [] };
    this.#root.nodes.push(list);
    return list;
  }

  /** Reads up to the closing brace. */
  #expression(list: ListNode): void {
    for (;;) {
      if (this.#at('}')) {
        this.#position += 1;
        this.#consume();
        return;
      }
      if (this.#at('[?(')) this.#filter(list);
      else if (this.#at('..')) this.#recursive(list);
      else this.#part(list);
    }
  }

  #part(list: ListNode): void {
    const character = this.#next();
    if (character === undefined || isEndOfLine(character)) throw new UserError('unclosed action');
    if (character === ' ' || character === '@' || character === '$') return void this.#consume();
    if (character === '[') return this.#array(list);
    if (character === '"' || character === "'") return this.#quote(list, character);
    if (character === '.') return this.#field(list);
    if (/[+\-\p{Nd}]/u.test(character)) return this.#number(list);
    if (isAlphanumeric(character)) return this.#identifier(list);
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new UserError(`unrecognized character in action: U+${code} '${character}'`);
  }

  #identifier(list: ListNode): void {
    this.#back();
    while (!isTerminator(this.#next()));
    this.#back();
    const name = this.#consume();
    if (name === 'true' || name === 'false') list.nodes.push({ type: 'literal', value: name === 'true' });
    else list.nodes.push({ type: 'identifier', name });
  }

  #recursive(list: ListNode): void {
    if (list.nodes.at(-1)?.type === 'recursive') throw new UserError('invalid multiple recursive descent');
    this.#position += 2;
    this.#consume();
    list.nodes.push({ type: 'recursive' });
    const next = this.#next();
    this.#back();
    if (next !== undefined && isAlphanumeric(next)) this.#field(list);
  }

  #number(list: ListNode): void {
    for (let character = this.#next(); character !== undefined && /[.\p{Nd}]/u.test(character);)
      character = this.#next();
    this.#back();
    const text = this.#consume();
    if (/^[+-]?\d+$/.test(text)) list.nodes.push({ type: 'literal', value: Number(text) });
    else if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text))
      list.nodes.push({ type: 'literal', value: new Float(Number(text)) });
    else throw new UserError(`cannot parse number ${text}`);
  }

  #array(list: ListNode): void {
    for (let character = this.#next(); character !== ']'; character = this.#next())
      if (character === undefined || character === '\n') throw new UserError('unterminated array');
    const inner = this.#consume().slice(1, -1);
    const text = inner === '*' ? ':' : inner;
    const parts = text.split(',');
    if (parts.length > 1) {
      const lists = parts.map((part) => action(`[${part.replace(/^ +| +$/g, '')}]`));
      list.nodes.push({ type: 'union', lists });
      return;
    }
    const key = /^'([^']*)'$/.exec(text)?.[1];
    if (key !== undefined) {
      list.nodes.push(...action(`.${key}`).nodes);
      return;
    }
    const slice = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
    if (slice === null) throw new UserError(`invalid array index ${text}`);
    const [, first = '', second = '', third = ''] = slice;
    const from = bound(first);
    const to = second === '' ? { value: (from.value ?? 0) + 1, derived: true } : bound(second.slice(1));
    list.nodes.push({ type: 'slice', bounds: [from, to, bound(third.slice(1))] });
  }

  #filter(list: ListNode): void {
    this.#position += '[?('.length;
    this.#consume();
    let quote: string | undefined;
    let closed = false;
    for (;;) {
      const character = this.#next();
      if (character === undefined || character === '\n') throw new UserError('unterminated filter');
      if (character === '"' || character === "'") {
        if (quote === undefined) quote = character;
        else if (character === quote && this.#input[this.#position - 2] !== '\\') closed = true;
      } else if (character === ')' && (quote !== undefined) === closed) break;
    }
    if (this.#next() !== ']') throw new UserError('unclosed array expect ]');
    const text = this.#consume().slice(0, -2);
    const compared = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
    const [, left = text, operator = 'exists', right] = compared ?? [];
    list.nodes.push({
      type: 'filter',
      left: action(left),
      operator,
      right: right === undefined ? { type: 'list', nodes: [] } : action(right),
    });
  }

  #quote(list: ListNode, quote: string): void {
    for (;;) {
      const character = this.#next();
      if (character === undefined || character === '\n') throw new UserError('unterminated quoted string');
      if (character === quote && this.#input[this.#position - 2] !== '\\') break;
    }
    list.nodes.push({ type: 'text', text: unquote(this.#consume()) });
  }

  #field(list: ListNode): void {
    this.#consume();
    for (;;) {
      const character = this.#next();
      if (character === '\\') this.#next();
      else if (isTerminator(character)) break;
    }
    this.#back();
    const name = this.#consume();
    list.nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  }
}

/** An expression without its braces, as a list of its own. */
function action(text: string): ListNode {
  const [first] = parseJsonPath(`{${text}}`).nodes;
  if (first?.type !== 'list') throw new Error('a template that begins with a brace begins with a list');
  return first;
}

function bound(text: string): Bound {
  if (text === '') return { value: undefined };
  if (text === '-') throw new UserError(`array index ${text} is not a number`);
  return { value: Number(text) };
}

function isEndOfLine(character: string): boolean {
  return character === '\n' || character === '\r';
}

function isAlphanumeric(character: string): boolean {
  return /[\p{L}\p{Nd}_]/u.test(character);
}

/** Whether a character ends a name; the end of the template does too. */
function isTerminator(character: string | undefined): boolean {
  return character === undefined || /[ \t\r\n.,[\]$@{}]/.test(character);
}
