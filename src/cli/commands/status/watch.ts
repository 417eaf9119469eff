import { followAll } from '../../../atlas/sources/follow.ts';
import { notInstalled } from '../../../atlas/sources/not-found.ts';
import { ApiError } from '../../../kube/errors.ts';
import { isStructured, structured } from '../../../output/format.ts';
import { LiveTable } from '../../../output/table.ts';
import type { Context } from '../../context.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import { type TableStyle, printRows } from '../../views/endpoint-table.ts';
import type { Look } from './look-up.ts';
import { printLine } from '../../../output/escape.ts';

/**
 * Prints each row when it is first seen and whenever it changes, until Ctrl-C.
 * @returns the exit code
 * @throws UserError if a kind is no longer served; ApiError
 */
export async function watch({ run, shown }: Look, style: Omit<TableStyle, 'kinds'>, context: Context): Promise<number> {
  // The header line comes first. A kind that exists only for endpoints will have some; any other kind counts only if it has some now.
  const kinds = shown.some(
    ({ source, objects }) =>
      !source.isCluster && (source.describable || objects.some((object) => source.isSource(object))),
  );
  const print = changePrinter({ ...style, kinds }, context);
  const before = new Map<number, ReadonlyMap<string, string>>();
  const followed = shown.map((each) => each.followed);
  try {
    for await (const seen of followAll(run.client, followed, context)) {
      const { changed, gone, now } = changes(shown[seen.index]?.rowsOf(seen) ?? [], before.get(seen.index));
      for (const key of gone) printLine(context.stderr, `${key} is gone`);
      before.set(seen.index, now);
      if (changed.length > 0) await print(changed);
    }
  } catch (error) {
    if (error instanceof ApiError && error.notServed) throw notInstalled(error);
    if (!context.signal.aborted) throw error;
  }
  return 130;
}

/** The rows that have changed. @param before the rows as they were, by key */
function changes(
  rows: readonly EndpointRow[],
  before: ReadonlyMap<string, string> = new Map(),
): {
  readonly changed: readonly EndpointRow[];
  readonly gone: readonly string[];
  readonly now: ReadonlyMap<string, string>;
} {
  const now = new Map(rows.map((row) => [row.key, JSON.stringify(row)]));
  return {
    changed: rows.filter((row) => before.get(row.key) !== now.get(row.key)),
    gone: [...before.keys()].filter((key) => !now.has(key)),
    now,
  };
}

/** Prints changed rows: as a table that continues, or one document per change, like kubectl get -w. */
function changePrinter(style: TableStyle, context: Context): (rows: readonly EndpointRow[]) => Promise<void> {
  const { format } = style;
  const table = new LiveTable(context.stdout);
  if (!isStructured(format)) return (rows) => printRows(rows, style, table, context);
  // Custom columns have one header line.
  let { headers } = style;
  return async (rows) => {
    for (const row of rows) {
      context.stdout.write(`${format === 'yaml' ? '---\n' : ''}${await structured(format, row.view, headers)}`);
      headers = false;
    }
  };
}
