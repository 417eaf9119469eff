import { Float } from './nodes.ts';

/** A value as Go's `%v` prints it, with the keys of maps sorted. */
export function goText(value: unknown): string {
  if (value === undefined || value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (value instanceof Float) return goNumber(value.value);
  if (typeof value === 'number') return goNumber(value);
  if (typeof value === 'object')
    return `map[${sortedEntries(value)
      .map(([key, item]) => `${key}:${goText(item)}`)
      .join(' ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The shortest decimal, with an exponent below 1e-4 and from 1e21 on, like strconv's format 'g'. */
function goNumber(value: number): string {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** The name of a value's type as reflect prints it. */
export function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (value instanceof Float) return 'float64';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'object') return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** JSON as encoding/json writes it: keys sorted, and HTML markup escaped. */
export function goJson(value: unknown, indent?: string): string {
  return JSON.stringify(sorted(value), undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(sortedEntries(value).map(([key, item]) => [key, sorted(item)]));
}

/** The members of an object, sorted by the bytes of their names. */
export function sortedEntries(value: object): readonly [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

type Kind = 'bool' | 'int' | 'float' | 'string';

function kindOf(value: unknown): Kind {
  if (value instanceof Float) return 'float';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  throw new Error('invalid type for comparison');
}

/**
 * Compares as text/template does (client-go third_party/forked/golang/template/funcs.go).
 * @returns below, at or above zero; NaN for two truth values that differ, which have no order
 * @throws Error for values that cannot be compared
 */
function compare(left: unknown, right: unknown, ordered: boolean): number {
  const [kind, other] = [kindOf(left), kindOf(right)];
  if (kind !== other) throw new Error('incompatible types for comparison');
  if (kind === 'bool' && ordered) throw new Error('invalid type for comparison');
  const [a, b] = [left, right].map((value) => (value instanceof Float ? value.value : (value as string | number)));
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return (a ?? 0) < (b ?? 0) ? -1 : 1;
}

/** Applies the operator of a filter. @throws Error for values that cannot be compared, or for an unknown operator */
export function passes(left: unknown, operator: string, right: unknown): boolean {
  switch (operator) {
    case '==':
      return compare(left, right, false) === 0;
    case '!=':
      return compare(left, right, false) !== 0;
    case '<':
      return compare(left, right, true) < 0;
    case '<=':
      return compare(left, right, true) <= 0;
    case '>':
      return compare(left, right, true) > 0;
    case '>=':
      return compare(left, right, true) >= 0;
    default:
      throw new Error(`unrecognized filter operator ${operator}`);
  }
}
