import { followAll } from '../../../atlas/sources/follow.ts';
import { notInstalled } from '../../../atlas/sources/not-found.ts';
import { TimeoutError } from '../../../core/errors.ts';
import type { Time } from '../../../core/wait.ts';
import { ApiError } from '../../../kube/errors.ts';
import { isStructured, structured } from '../../../output/format.ts';
import type { LiveTable } from '../../../output/table.ts';
import type { VerbContext } from '../../context.ts';
import { resumeHint } from '../../hints.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import { type TableStyle, printRows } from '../../views/endpoint-table.ts';
import { CurrentRows } from './current-rows.ts';
import type { Look } from './look-up.ts';
import { printLine } from '../../../output/escape.ts';

/** How a watch prints, and when it ends. */
export interface WatchOptions {
  readonly style: TableStyle;
  readonly table: LiveTable;
  /** How long to wait until every endpoint is available, in milliseconds; undefined to watch until Ctrl-C. */
  readonly untilAvailableMs: number | undefined;
}

/**
 * Prints each row when it is first seen and whenever it changes.
 * @returns the exit code: 0 when every endpoint is available, if that is what it waits for; 130 after Ctrl-C
 * @throws UserError if a kind is no longer served, or if an endpoint that is waited for has failed; TimeoutError; ApiError
 */
export async function watch(look: Look, options: WatchOptions, context: VerbContext): Promise<number> {
  const over = new AbortController();
  const time = { ...context, signal: AbortSignal.any([context.signal, over.signal]) };
  const { untilAvailableMs } = options;
  const isLate = untilAvailableMs === undefined ? () => false : alarm(untilAvailableMs, time, over);
  const rows = new CurrentRows(look.shown);
  const unprinted: EndpointRow[] = [];
  const print = changePrinter(options, context);
  try {
    const followed = look.shown.map((each) => each.followed);
    for await (const { index, seen } of followAll(look.run.client, followed, time)) {
      const { changed, gone } = rows.take(index, seen);
      for (const key of gone) printLine(context.stderr, `${key} is gone`);
      for (const row of changed) unprinted.push(row);
      // All kinds begin together, so that their rows align.
      if (rows.complete && unprinted.length > 0) await print(unprinted.splice(0));
      if (untilAvailableMs !== undefined && rows.settled) return 0;
    }
  } catch (error) {
    // What one kind shows is worth seeing even if another may not be watched.
    if (unprinted.length > 0) await print(unprinted);
    if (error instanceof ApiError && error.notServed) throw notInstalled(error);
    if (isLate()) throw new TimeoutError(waitOf(rows.all()), untilAvailableMs ?? 0, resumeHint(context));
    if (!context.signal.aborted) throw error;
  } finally {
    over.abort();
  }
  return 130;
}

/** Ends a watch after a time. @returns whether it did */
function alarm(ms: number, time: Time, over: AbortController): () => boolean {
  let rang = false;
  time.sleep(ms, time.signal).then(
    () => {
      rang = true;
      over.abort();
    },
    () => undefined,
  );
  return () => rang;
}

/** What an ended wait was for. */
function waitOf(rows: readonly EndpointRow[]): { readonly what: string; readonly lastSeen: string | undefined } {
  const open = rows.filter(({ view }) => view.phase !== 'Available');
  const seen = open.map(({ view, shortReference }) => `${view.endpoint} of ${shortReference}: ${view.phase}`);
  return { what: 'every endpoint to be Available', lastSeen: seen.length === 0 ? 'no endpoint' : seen.join(', ') };
}

/** Prints changed rows: as a table that continues, or one document per change, like kubectl get -w. */
function changePrinter(
  { style, table }: WatchOptions,
  context: VerbContext,
): (rows: readonly EndpointRow[]) => Promise<void> {
  const { format } = style;
  if (!isStructured(format)) return (rows) => printRows(rows, style, table, context);
  // Custom columns have one header line.
  let { headers } = style;
  return async (rows) => {
    const documents: string[] = [];
    for (const row of rows) {
      documents.push(`${format === 'yaml' ? '---\n' : ''}${await structured(format, row.view, headers)}`);
      headers = false;
    }
    context.stdout.write(documents.join(''));
  };
}
