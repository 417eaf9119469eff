/**
 * Terraform's language, as far as a resource needs it (developer.hashicorp.com/terraform/language/syntax/configuration). There is no kept
 * library on npm that writes it.
 */

/** A value, or a block such as `private_service_connection { … }`. */
export type Value = string | boolean | Expression | readonly string[] | Readonly<Record<string, string>> | Block;

/** An expression, such as the address of another resource, which stands without quotes. */
export interface Expression {
  readonly expression: string;
}

/** A nested block. */
export interface Block {
  readonly block: Readonly<Record<string, Value>>;
}

/** A block of the file with its labels, such as `resource "aws_vpc_endpoint" "orders"`. */
export function block(type: string, labels: readonly string[], body: Readonly<Record<string, Value>>): string {
  const head = [type, ...labels.map(quoted)].join(' ');
  return `${head} {\n${lines(body, '  ')}}\n`;
}

/** The attributes and blocks of a body; signs of equality stand below each other, as `terraform fmt` writes them. */
function lines(body: Readonly<Record<string, Value>>, indent: string): string {
  const entries = Object.entries(body);
  return entries.map((entry, index) => line(entry, widthAround(entries, index), indent)).join('');
}

function line([name, value]: readonly [string, Value], width: number, indent: string): string {
  if (isBlock(value)) return `${indent}${name} {\n${lines(value.block, `${indent}  `)}${indent}}\n`;
  return `${indent}${name.padEnd(width)} = ${written(value, indent)}\n`;
}

/** The longest name among the attributes of one line that stand together with this one. */
function widthAround(entries: readonly (readonly [string, Value])[], index: number): number {
  const isWide = (at: number): boolean => at in entries && isOneLine(entries[at]?.[1]);
  if (!isWide(index)) return 0;
  let [first, last] = [index, index];
  while (isWide(first - 1)) first -= 1;
  while (isWide(last + 1)) last += 1;
  return Math.max(...entries.slice(first, last + 1).map(([name]) => name.length));
}

function isOneLine(value: Value | undefined): boolean {
  return value !== undefined && !isBlock(value) && !written(value, '').includes('\n');
}

function isBlock(value: Value): value is Block {
  return typeof value === 'object' && 'block' in value && typeof value.block === 'object';
}

function written(value: Exclude<Value, Block>, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(quoted).join(', ')}]`;
  if (isExpression(value)) return value.expression;
  const keys = Object.keys(value).map(quoted);
  const width = Math.max(0, ...keys.map((key) => key.length));
  const entries = Object.values(value).map((each, at) => `${indent}  ${keys[at]?.padEnd(width)} = ${quoted(each)}\n`);
  return entries.length === 0 ? '{}' : `{\n${entries.join('')}${indent}}`;
}

function isList(value: Exclude<Value, Block>): value is readonly string[] {
  return Array.isArray(value);
}

function isExpression(value: object): value is Expression {
  return 'expression' in value && typeof value.expression === 'string' && Object.keys(value).length === 1;
}

/** A quoted text in which nothing is interpolated. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
  return `"${escaped}"`;
}

/** A name for a resource made of that of an object, as people write them: lower case, digits and `_`, and no digit at the beginning. */
export function resourceName(name: string): string {
  const safe = name.replaceAll(/[^A-Za-z0-9_]/g, '_').toLowerCase();
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}
