import Table from 'cli-table3';
import { escapeControl } from './escape.ts';
import type { Stream } from './stream.ts';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '   ',
};

type Cells = readonly (string | undefined)[];

function draw(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[] | undefined,
): string {
  const drawn = new Table({
    head: [...heads],
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(widths === undefined ? {} : { colWidths: [...widths] }),
  });
  for (const row of rows) drawn.push([...row]);
  return `${drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

function printable(row: Cells): string[] {
  return row.map((cell) => (cell === undefined || cell === '' ? '<none>' : escapeControl(cell)));
}

/** A table as kubectl prints it: upper-case headers, three spaces between columns, no borders, no padding at the end of a line. */
export function table(heads: readonly string[], rows: readonly Cells[]): string {
  return draw(heads, rows.map(printable), undefined);
}

/** A table that grows: it prints its headers once, and aligns later rows with earlier ones as long as their cells fit. */
export class LiveTable {
  readonly #stdout: Stream;
  #widths: readonly number[] | undefined;

  constructor(stdout: Stream) {
    this.#stdout = stdout;
  }

  print(heads: readonly string[], rows: readonly Cells[], headers = true): void {
    const cells = rows.map(printable);
    const before = this.#widths;
    const widths = heads.map((head, column) =>
      Math.max(before?.[column] ?? (headers ? head.length : 0), ...cells.map((row) => row[column]?.length ?? 0)),
    );
    this.#widths = widths;
    this.#stdout.write(draw(before === undefined && headers ? heads : [], cells, widths));
  }
}
