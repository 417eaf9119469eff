import { invalidField } from './errors.ts';

/** A listed resource as it is written on the wire. */
export type Row = Readonly<Record<string, unknown>>;

export type Predicate = (row: Row) => boolean;

/** Parentheses, quoted texts, the operators of AIP-160, and words: a field, `eq`, `AND`, or a value such as a link. */
const tokens =
  /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|<=|>=|[=<>:])|([^\s()=!<>:"'][^\s()=!<>"']*))/y;

interface Token {
  readonly kind: 'paren' | 'text' | 'operator' | 'word';
  readonly text: string;
}

function tokensOf(filter: string): Token[] {
  const list: Token[] = [];
  tokens.lastIndex = 0;
  while (filter.slice(tokens.lastIndex).trim() !== '') {
    const [, paren, double, single, operator, word] = tokens.exec(filter) ?? [];
    const text = double ?? single;
    if (paren !== undefined) list.push({ kind: 'paren', text: paren });
    else if (text !== undefined) list.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') });
    else if (operator !== undefined) list.push({ kind: 'operator', text: operator });
    else if (word !== undefined) list.push(...wordsOf(word));
    else throw invalid(filter);
  }
  return list;
}

/** A colon is an operator behind the name of a field, and part of a value such as `https://…` anywhere else. */
function wordsOf(word: string): readonly Token[] {
  const [, field, rest] = /^([A-Za-z][\w.-]*):(?!\/\/)(.*)$/.exec(word) ?? [];
  if (field === undefined) return [{ kind: 'word', text: word }];
  const value = rest === undefined || rest === '' ? [] : [{ kind: 'word', text: rest } as const];
  return [{ kind: 'word', text: field }, { kind: 'operator', text: ':' }, ...value];
}

function invalid(filter: string): Error {
  return invalidField('filter', filter, 'Invalid list filter expression.');
}

/** The value of a field, given as `labels.team`; a label's name may have dots of its own. */
function valueOf(row: Row, field: string): string | undefined {
  const [head = '', ...rest] = field.split('.');
  const value = rest.length === 0 ? row[head] : ((row[head] ?? {}) as Row)[rest.join('.')];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function compared(field: string, operator: string, wanted: string): Predicate {
  // The whole value has to match, as with RE2.
  const pattern = operator === 'eq' || operator === 'ne' ? new RegExp(`^(?:${wanted})$`) : undefined;
  return (row) => {
    const value = valueOf(row, field);
    switch (operator) {
      case 'eq':
        return value !== undefined && pattern?.test(value) === true;
      case 'ne':
        return value === undefined || pattern?.test(value) === false;
      case '=':
        return value === wanted;
      case '!=':
        return value !== wanted;
      case ':':
        return wanted === '*' ? value !== undefined : value?.includes(wanted) === true;
      default:
        return value !== undefined && ordered(operator, value, wanted);
    }
  };
}

function ordered(operator: string, value: string, wanted: string): boolean {
  const [a, b] = Number.isNaN(Number(value)) ? [value, wanted] : [Number(value), Number(wanted)];
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

/** One reading of a filter, from its first token to its last. */
class Parser {
  readonly #filter: string;
  readonly #fields: ReadonlySet<string>;
  readonly #rest: Token[];
  /** Regular expressions and AIP-160 do not go together in one filter. */
  readonly #styles = new Set<string>();

  constructor(filter: string, fields: ReadonlySet<string>) {
    this.#filter = filter;
    this.#fields = fields;
    this.#rest = tokensOf(filter);
  }

  whole(): Predicate {
    const predicate = this.#sequence();
    if (this.#rest.length > 0 || this.#styles.size > 1) throw invalid(this.#filter);
    return predicate;
  }

  /** Terms beside each other are joined by AND; an OR binds the terms beside it more closely, as in AIP-160. */
  #sequence(): Predicate {
    const all: Predicate[] = [this.#alternatives()];
    while (this.#rest.length > 0 && this.#rest[0]?.text !== ')') {
      this.#accept('AND');
      all.push(this.#alternatives());
    }
    return (row) => all.every((predicate) => predicate(row));
  }

  #alternatives(): Predicate {
    const any: Predicate[] = [this.#term()];
    while (this.#accept('OR')) any.push(this.#term());
    return (row) => any.some((predicate) => predicate(row));
  }

  #term(): Predicate {
    if (this.#accept('NOT')) {
      const denied = this.#term();
      return (row) => !denied(row);
    }
    if (this.#accept('(')) {
      const inner = this.#sequence();
      if (!this.#accept(')')) throw invalid(this.#filter);
      return inner;
    }
    const [field, operator, value] = this.#rest.splice(0, 3);
    const { text = '' } = operator ?? {};
    const known = operator?.kind === 'operator' || text === 'eq' || text === 'ne';
    const isValue = value?.kind === 'word' || value?.kind === 'text';
    if (field?.kind !== 'word' || !known || !isValue) throw invalid(this.#filter);
    if (!this.#fields.has(field.text.split('.')[0] ?? '')) throw invalid(this.#filter);
    this.#styles.add(operator?.kind === 'operator' ? 'AIP-160' : 'regular expression');
    return compared(field.text, text, value.text);
  }

  #accept(text: string): boolean {
    if (this.#rest[0]?.text !== text || this.#rest[0].kind === 'text') return false;
    this.#rest.shift();
    return true;
  }
}

/** What a `filter` lets through, of resources that have these fields. @throws ComputeError 400 for one that cannot be read */
export function predicateOf(filter: string, fields: ReadonlySet<string>): Predicate {
  return filter.trim() === '' ? () => true : new Parser(filter, fields).whole();
}
