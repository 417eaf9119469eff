import { UserError } from '../core/errors.ts';
import { escapeControl } from './escape.ts';
import { goText } from './jsonpath/go-values.ts';
import { JsonPath, reasonOf } from './jsonpath/jsonpath.ts';

interface Column {
  readonly head: string;
  readonly path: JsonPath;
}

/** The minimum width of a column, and the space after it (cli-runtime pkg/printers/tabwriter.go). */
const [NARROWEST, GAP] = [6, 3];

/** `-o custom-columns=NAME:.name,…` (kubectl pkg/cmd/get/customcolumn.go), ready to print objects. */
export class CustomColumns {
  readonly #columns: readonly Column[];

  private constructor(columns: readonly Column[]) {
    this.#columns = columns;
  }

  /** @throws UserError for a specification that kubectl refuses */
  static parse(spec: string): CustomColumns {
    if (spec === '') throw new UserError('custom-columns format specified but no custom columns given');
    return new CustomColumns(
      spec.split(',').map((part) => {
        const colon = part.indexOf(':');
        if (colon < 0)
          throw new UserError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
        return { head: part.slice(0, colon), path: new JsonPath(relaxed(part.slice(colon + 1))) };
      }),
    );
  }

  /** A template of two lines: headers and paths, separated by spaces. @throws UserError for a template that kubectl refuses */
  static parseTemplate(template: string): CustomColumns {
    const [heads, paths] = template.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''));
    if (heads === undefined || paths === undefined) {
      const line = template === '' ? 'header' : 'spec';
      throw new UserError(
        `invalid template, missing ${line} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
      );
    }
    if (heads.length !== paths.length) {
      throw new UserError(`number of headers (${heads.length}) and field specifications (${paths.length}) don't match`);
    }
    return new CustomColumns(heads.map((head, at) => ({ head, path: new JsonPath(relaxed(paths[at] ?? '')) })));
  }

  /** A row for each item of a list, or one for an object. */
  print(value: unknown, headers: boolean): string {
    const items: unknown = typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
    const objects: readonly unknown[] = Array.isArray(items) ? items : [value];
    const rows = objects.map((object) => this.#columns.map(({ path }) => cell(path, object)));
    return align(headers && objects.length > 0 ? [this.#columns.map(({ head }) => head), ...rows] : rows);
  }
}

/** @throws UserError, in kubectl's words, for a path that does not fit the object */
function cell(path: JsonPath, object: unknown): string {
  const values = found(path, object);
  const texts = values.flat().map((value) => escapeControl(goText(value)));
  if (values[0] === undefined || values[0].length === 0) texts.unshift('<none>');
  return texts.join(',');
}

function found(path: JsonPath, object: unknown): readonly (readonly unknown[])[] {
  try {
    return path.find(object);
  } catch (error) {
    throw new UserError(reasonOf(error), { cause: error, hint: 'the columns are filled in from what -o json prints' });
  }
}

/** A path in its full form: to kubectl `metadata.name`, `.metadata.name`, `{metadata.name}` and `{.metadata.name}` are the same. */
function relaxed(path: string): string {
  if (path === '') return path;
  const found = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (found === null) {
    throw new UserError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${found[1] ?? found[2] ?? ''}}`;
}

function length(text: string): number {
  return Array.from(text).length;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, length(row[column] ?? '') + GAP), NARROWEST),
  );
  return rows
    .map((row) => {
      const padded = row.map((text, at) =>
        at === row.length - 1 ? text : text + ' '.repeat((widths[at] ?? 0) - length(text)),
      );
      return `${padded.join('')}\n`;
    })
    .join('');
}
