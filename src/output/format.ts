import { readFileSync } from 'node:fs';
import { UserError } from '../core/errors.ts';
import { columnFormats, jsonPathFormats } from './jsonpath/template-formats.ts';
import type { Stream } from './stream.ts';

type TemplateFormat = (typeof jsonPathFormats)[number] | (typeof columnFormats)[number];

/** A parsed template, to be filled in with what `-o json` prints. */
export interface Template {
  readonly fill: (value: unknown, headers: boolean) => string;
}

/** A format that prints a whole value. */
export type Structured = 'json' | 'yaml' | Template;

/**
 * Reads -o, including its template, and checks it against the formats of a command before a cluster is contacted.
 * @throws UserError in kubectl's words
 */
export async function checkFormat<F extends string>(
  format: unknown,
  allowed: readonly F[],
): Promise<Exclude<F, TemplateFormat> | Template | undefined> {
  if (typeof format !== 'string' || format === '') return undefined;
  const equals = format.indexOf('=');
  const name = equals < 0 ? format : format.slice(0, equals);
  const known = allowed.find((candidate) => candidate === name);
  if (known !== undefined && isTemplate(known))
    return template(known as TemplateFormat, equals < 0 ? '' : format.slice(equals + 1));
  if (known !== undefined && equals < 0) return known as Exclude<F, TemplateFormat>;
  throw new UserError(
    `unable to match a printer suitable for the output format "${format}", allowed formats are: ${[...allowed].sort().join(',')}`,
  );
}

function isTemplate(format: string): boolean {
  return [...jsonPathFormats, ...columnFormats].some((candidate) => candidate === format);
}

/** The engines are loaded on demand: most commands need no template. */
async function template(format: TemplateFormat, text: string): Promise<Template> {
  if (format === 'custom-columns' || format === 'custom-columns-file') {
    const { CustomColumns } = await import('./custom-columns.ts');
    const columns =
      format === 'custom-columns' ? CustomColumns.parse(text) : CustomColumns.parseTemplate(contents(text));
    return { fill: (value, headers) => columns.print(value, headers) };
  }
  if (text === '') throw new UserError('template format specified but no template given');
  const { JsonPath } = await import('./jsonpath/jsonpath.ts');
  const path = new JsonPath(format === 'jsonpath-file' ? contents(text) : text);
  return { fill: (value) => (format === 'jsonpath-as-json' ? path.printAsJson(value) : path.print(value)) };
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'no such file or directory'
        : String(error);
    throw new UserError(`error reading --template ${file}, open ${file}: ${reason}`, { cause: error });
  }
}

/** Whether a format prints a whole value, rather than lines that the command itself formats. */
export function isStructured(format: string | Template | undefined): format is Structured {
  return format === 'json' || format === 'yaml' || typeof format === 'object';
}

/** JSON as kubectl indents it, with a line break at the end. */
function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 4)}\n`;
}

/** YAML that kubectl reads back as the same values. js-yaml is loaded on demand: most commands print no YAML. */
export async function toYaml(value: unknown): Promise<string> {
  const { toYamlText } = await import('./yaml.ts');
  return toYamlText(value);
}

/** A value in the formats that all verbs share. @param headers whether custom columns have headers */
export async function structured(format: Structured, value: unknown, headers = true): Promise<string> {
  if (typeof format === 'object') return format.fill(value, headers);
  return format === 'json' ? toJson(value) : toYaml(value);
}

/** A list as kubectl names one. */
interface List {
  readonly kind: string;
  readonly items: readonly unknown[];
}

/** So many items of a list are written at a time. */
const AT_ONCE = 500;

/** Writes a list as `structured` would; JSON part by part, so that a large one need not be in memory as a whole. */
export async function writeList(stdout: Stream, format: Structured, list: List, headers = true): Promise<void> {
  const { kind, items } = list;
  if (format !== 'json' || items.length <= AT_ONCE) {
    stdout.write(await structured(format, list, headers));
    return;
  }
  const [open, close] = ['\n    "items": [', '\n    ]\n}'];
  stdout.write(`{\n    "kind": ${JSON.stringify(kind)},${open}`);
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const part = JSON.stringify({ items: items.slice(from, from + AT_ONCE) }, undefined, 4);
    stdout.write(`${from === 0 ? '' : ','}${part.slice('{'.length + open.length, -close.length)}`);
  }
  stdout.write(`${close}\n`);
}
