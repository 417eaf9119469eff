import { followAll } from '../../../atlas/sources/follow.ts';
import { notInstalled } from '../../../atlas/sources/not-found.ts';
import { TimeoutError } from '../../../core/errors.ts';
import { ApiError } from '../../../kube/errors.ts';
import { isStructured, structured } from '../../../output/format.ts';
import type { LiveTable } from '../../../output/table.ts';
import type { VerbContext } from '../../context.ts';
import { resumeHint } from '../../hints.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import { type TableStyle, printRows } from '../../views/endpoint-table.ts';
import { settled } from './availability.ts';
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
  let timedOut = false;
  if (untilAvailableMs !== undefined)
    context.sleep(untilAvailableMs, time.signal).then(
      () => {
        timedOut = true;
        over.abort();
      },
      () => undefined,
    );
  const rows = new CurrentRows(look);
  try {
    const followed = look.shown.map((each) => each.followed);
    const print = changePrinter(options, context);
    const unprinted: EndpointRow[] = [];
    for await (const seen of followAll(look.run.client, followed, time)) {
      const { changed, gone } = rows.take(seen.index, look.shown[seen.index]?.rowsOf(seen) ?? []);
      for (const key of gone) printLine(context.stderr, `${key} is gone`);
      unprinted.push(...changed);
      // All kinds begin together, so that their rows align.
      if (rows.complete && unprinted.length > 0) await print(unprinted.splice(0));
      if (untilAvailableMs !== undefined && rows.complete && settled(rows.all())) return 0;
    }
  } catch (error) {
    if (error instanceof ApiError && error.notServed) throw notInstalled(error);
    if (timedOut) throw new TimeoutError(waitOf(rows.all()), untilAvailableMs ?? 0, resumeHint(context));
    if (!context.signal.aborted) throw error;
  } finally {
    over.abort();
  }
  return 130;
}

/** What an ended wait was for. */
function waitOf(rows: readonly EndpointRow[]): { readonly what: string; readonly lastSeen: string | undefined } {
  const open = rows.filter(({ view }) => view.phase !== 'Available');
  const seen = open.map(({ view, shortReference }) => `${view.endpoint} of ${shortReference}: ${view.phase}`);
  return { what: 'every endpoint to be Available', lastSeen: seen.length === 0 ? 'no endpoint' : seen.join(', ') };
}

/** The rows of each kind that is followed, as they were last seen. */
class CurrentRows {
  readonly #rows = new Map<number, ReadonlyMap<string, EndpointRow>>();
  readonly #kinds: number;

  constructor({ shown }: Look) {
    this.#kinds = shown.length;
  }

  /** Whether every kind has been seen. */
  get complete(): boolean {
    return this.#rows.size === this.#kinds;
  }

  all(): readonly EndpointRow[] {
    return [...this.#rows.values()].flatMap((rows) => [...rows.values()]);
  }

  /** Takes the rows of a kind as they are now. @returns those that differ from before, and the keys of those that are gone */
  take(kind: number, rows: readonly EndpointRow[]): { changed: readonly EndpointRow[]; gone: readonly string[] } {
    const before = this.#rows.get(kind) ?? new Map<string, EndpointRow>();
    const now = new Map(rows.map((row) => [row.key, row]));
    this.#rows.set(kind, now);
    return {
      changed: rows.filter((row) => JSON.stringify(before.get(row.key)) !== JSON.stringify(row)),
      gone: [...before.keys()].filter((key) => !now.has(key)),
    };
  }
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
    for (const row of rows) {
      context.stdout.write(`${format === 'yaml' ? '---\n' : ''}${await structured(format, row.view, headers)}`);
      headers = false;
    }
  };
}
