import { escapeControl } from './escape.ts';
import type { Stream } from './stream.ts';
import type { Look, Style } from './style.ts';
import { widthOf } from './width.ts';

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

/** A cell that stands out, or that stays empty where others would show `<none>`. */
export interface StyledCell {
  readonly text: string;
  readonly look?: Look | undefined;
}

export type Cell = string | StyledCell | undefined;

type Cells = readonly Cell[];

/** The fewest columns to which the last cell of a line is cut. */
const NARROWEST = 20;

/** Up to so many rows at a time cli-table3 draws: it compares each cell with all rows above (its layout-manager.js, fillInTable). */
const SMALL = 100;
/** So many rows of a larger table are written at a time. */
const AT_ONCE = 500;

async function draw(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[] | undefined,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
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

/** The same line as cli-table3 makes of a row whose cells fit. */
function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((text, column) => text + ' '.repeat((widths[column] ?? 0) - widthOf(text)));
  return `${padded.join(noBorders.middle).trimEnd()}\n`;
}

function widest(rows: readonly (readonly string[])[], column: number, least: number): number {
  return rows.reduce((width, row) => Math.max(width, widthOf(row[column] ?? '')), least);
}

function printable(row: Cells): string[] {
  return row.map((cell) => {
    if (typeof cell === 'object') return escapeControl(cell.text);
    return cell === undefined || cell === '' ? '<none>' : escapeControl(cell);
  });
}

/** A table as kubectl prints it: upper-case headers, three spaces between columns, no borders, no padding at the end of a line. */
export function table(heads: readonly string[], rows: readonly Cells[]): Promise<string> {
  return draw(heads, rows.map(printable), undefined);
}

/** A table that grows: it prints its headers once, and aligns later rows with earlier ones as long as their cells fit. */
export class LiveTable {
  readonly #stdout: Stream;
  readonly #style: Style | undefined;
  #widths: readonly number[] | undefined;

  /** @param style how cells stand out, and how wide a line may be: the last cell is cut to fit. Undefined for plain lines of any length */
  constructor(stdout: Stream, style?: Style) {
    this.#stdout = stdout;
    this.#style = style;
  }

  async print(heads: readonly string[], rows: readonly Cells[], headers = true): Promise<void> {
    const before = this.#widths;
    const least = heads.map((head, column) => before?.[column] ?? (headers ? widthOf(head) : 0));
    const cells = this.#fitted(rows.map(printable), least);
    const widths = least.map((width, column) => widest(cells, column, width));
    this.#widths = widths;
    const painted = (row: readonly string[], at: number): readonly string[] =>
      row.map((text, column) => this.#painted(text, rows[at]?.[column]));
    const first = before === undefined && headers ? heads : [];
    if (rows.length <= SMALL) this.#stdout.write(await draw(first, cells.map(painted), widths));
    else this.#stream(first, cells, { painted, widths });
  }

  /** Writes a large table part by part, so that it need not be in memory as a whole. */
  #stream(
    heads: readonly string[],
    cells: readonly (readonly string[])[],
    {
      painted,
      widths,
    }: { painted: (row: readonly string[], at: number) => readonly string[]; widths: readonly number[] },
  ): void {
    if (heads.length > 0) this.#stdout.write(line(heads, widths));
    for (let from = 0; from < cells.length; from += AT_ONCE) {
      const part = cells.slice(from, from + AT_ONCE);
      this.#stdout.write(part.map((row, at) => line(painted(row, from + at), widths)).join(''));
    }
  }

  /** The cells, the last of each line cut to what the others leave of the terminal. @param least the widths that the columns have already */
  #fitted(cells: readonly string[][], least: readonly number[]): readonly (readonly string[])[] {
    const style = this.#style;
    if (style?.width === undefined) return cells;
    const others = least
      .slice(0, -1)
      .reduce((sum, width, column) => sum + widest(cells, column, width) + noBorders.middle.length, 0);
    const left = Math.max(style.width - others, NARROWEST);
    return cells.map((row) => [...row.slice(0, -1), style.cut(row.at(-1) ?? '', left)]);
  }

  #painted(text: string, cell: Cell): string {
    const look = typeof cell === 'object' ? cell.look : undefined;
    return look === undefined ? text : (this.#style?.paint(look, text) ?? text);
  }
}
