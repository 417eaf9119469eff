import { shortId, shortService } from '../../cloud/short-service.ts';
import { formatAge } from '../../core/duration.ts';
import { type Template, isStructured, writeList } from '../../output/format.ts';
import type { Look } from '../../output/style.ts';
import type { Cell, LiveTable } from '../../output/table.ts';
import type { Context } from '../context.ts';
import type { EndpointRow } from './endpoint-rows.ts';
import { forPeople } from '../../output/escape.ts';

/** How endpoints are printed. */
export type EndpointFormat = 'json' | 'yaml' | 'name' | 'wide' | Template;

/** How rows are printed. */
export interface TableStyle {
  readonly format: EndpointFormat | undefined;
  readonly headers: boolean;
  /** With a column for the namespace. */
  readonly everywhere: boolean;
  /** With a column for the labels. */
  readonly labels: boolean;
}

/** What -o wide adds: where it is, Atlas's side and its own word, the id that Atlas is connected to, and whether the spec has the endpoint. */
const wideHeads = ['REGION', 'SERVICE', 'STATE', 'LINKED ENDPOINT', 'IN SPEC'];

/** How a phase stands out; Reserved waits for the person. */
const looks: Readonly<Record<string, Look>> = {
  Declared: 'running',
  Reserving: 'running',
  Reserved: 'warning',
  Linking: 'running',
  Available: 'good',
  Failed: 'bad',
  Deleting: 'warning',
  Unsupported: 'bad',
};

function headsOf({ everywhere, format, labels }: TableStyle): readonly string[] {
  return [
    ...(everywhere ? ['NAMESPACE'] : []),
    'SOURCE',
    'ENDPOINT',
    'PHASE',
    'CLOUD ENDPOINT',
    'AGE',
    ...(format === 'wide' ? wideHeads : []),
    ...(labels ? ['LABELS'] : []),
    'MESSAGE',
  ];
}

/** @param now milliseconds since the epoch */
function cellsOf({ view, labels, shortReference }: EndpointRow, style: TableStyle, now: number): readonly Cell[] {
  const wide = style.format === 'wide';
  const { phase, cloudEndpoint, creationTimestamp, service } = view;
  const look = looks[phase];
  const plain = phase === 'Available' || phase === 'Reserving' || phase === 'Linking';
  return [
    ...(style.everywhere ? [view.namespace] : []),
    shortReference,
    wide ? view.endpoint : shortName(view.endpoint),
    { text: phase, look },
    cloudEndpoint === undefined || wide ? cloudEndpoint : shortId(cloudEndpoint),
    creationTimestamp === undefined ? '<unknown>' : formatAge(now - Date.parse(creationTimestamp)),
    ...(wide
      ? [view.region, service && shortService(service), view.state, view.linkedEndpoint, String(view.inSpec)]
      : []),
    ...(style.labels ? [labelText(labels)] : []),
    { text: view.message ?? '', look: plain ? undefined : look },
  ];
}

/** A label in a line: an id that is a path by its last part. The name of a project's service is short, and has a slash too. */
function shortName(label: string): string {
  return label.startsWith('/') ? shortId(label) : label;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
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
    const names = [...new Set(rows.map((row) => row.resourceName))];
    context.stdout.write(names.map((name) => `${forPeople(name)}\n`).join(''));
  } else if (isStructured(format)) {
    await writeList(context.stdout, format, { kind: 'EndpointList', items: rows.map((row) => row.view) }, headers);
  } else if (rows.length > 0) {
    await table.print(
      headsOf(style),
      rows.map((row) => cellsOf(row, style, context.now())),
      headers,
    );
  }
}
