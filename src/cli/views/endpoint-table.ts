import { type Template, isStructured, structured } from '../../output/format.ts';
import type { LiveTable } from '../../output/table.ts';
import type { Context } from '../context.ts';
import type { EndpointRow } from './endpoint-rows.ts';
import { printLine } from '../../output/escape.ts';

/** How endpoints are printed. */
type EndpointFormat = 'json' | 'yaml' | 'name' | 'wide' | Template;

/** How rows are printed. */
export interface TableStyle {
  readonly format: EndpointFormat | undefined;
  readonly headers: boolean;
  /** With a column for the namespace. */
  readonly everywhere: boolean;
  /** With the kind before each name; false if all objects are deployments. */
  readonly kinds: boolean;
}

const heads = ['ENDPOINT', 'PHASE', 'SERVICE', 'CLOUD ENDPOINT', 'ERROR'];

/** What -o wide adds: Atlas's own word, the id that Atlas is connected to, and whether the spec has the endpoint. */
const wideHeads = ['STATE', 'LINKED ENDPOINT', 'IN SPEC'];

function headsOf({ everywhere, kinds, format }: TableStyle): readonly string[] {
  return [
    ...(everywhere ? ['NAMESPACE'] : []),
    kinds ? 'SOURCE' : 'DEPLOYMENT',
    ...heads,
    ...(format === 'wide' ? wideHeads : []),
  ];
}

function cellsOf({ view, cells, shortReference }: EndpointRow, style: TableStyle): readonly (string | undefined)[] {
  return [
    ...(style.everywhere ? [view.namespace] : []),
    ...(style.kinds ? [shortReference, ...cells.slice(1)] : cells),
    ...(style.format === 'wide' ? [view.state, view.linkedEndpoint, String(view.inSpec)] : []),
  ];
}

/** Prints endpoints in the requested format. @param table the table that the rows continue */
export async function printRows(
  rows: readonly EndpointRow[],
  style: TableStyle,
  table: LiveTable,
  context: Context,
): Promise<void> {
  const { format, headers } = style;
  if (format === 'name') {
    for (const name of new Set(rows.map((row) => row.resourceName))) printLine(context.stdout, name);
  } else if (isStructured(format)) {
    const list = { kind: 'EndpointList', items: rows.map((row) => row.view) };
    context.stdout.write(await structured(format, list, headers));
  } else if (rows.length > 0) {
    table.print(
      headsOf(style),
      rows.map((row) => cellsOf(row, style)),
      headers,
    );
  }
}
